"""Which bytes of an old Word document are deleted (while changes are tracked) or hidden: what readers of it do not see.

Formats of characters are in pages of 512 bytes of the stream `WordDocument` ([MS-DOC], ChpxFkp): offsets of runs, in bytes of that
stream, and for each run what differs from its paragraph's style, as a list of operations.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile
from operator import attrgetter
from typing import NamedTuple

PAGE = 512
DELETED, HIDDEN = 0x0800, 0x083C
ON = (1, 0x81)  # on, and the contrary of a style that hardly anybody hides text by
SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes of an operation's operand, by the three highest bits of its code; 0: the first one says


class Span(NamedTuple):
    """Bytes of the stream from one offset to another."""

    begin: int
    end: int


def unseen(document: bytes, index: bytes) -> list[Span]:
    """Return what is not seen, in order and apart. `index` names the pages of formats: offsets, then the numbers of pages."""
    count = min((len(index) - 4) // 8, len(document) // PAGE)
    pages = struct.unpack_from(f"<{count}L", index, len(index) - 4 * count) if count > 0 else ()
    spans: list[Span] = []
    for span in sorted(span for page in pages for span in _unseen_by(document[page * PAGE:(page + 1) * PAGE])):
        if spans and span.begin <= spans[-1].end:
            spans[-1] = Span(spans[-1].begin, max(spans[-1].end, span.end))
        else:
            spans.append(span)
    return spans


def seen(begin: int, end: int, spans: list[Span]) -> Iterator[Span]:
    """Yield what is left between two offsets without some spans."""
    first = bisect_right(spans, begin, key=attrgetter("end"))
    for span in takewhile(lambda span: span.begin < end, (spans[at] for at in range(first, len(spans)))):
        if span.begin > begin:
            yield Span(begin, span.begin)
        begin = span.end
    if begin < end:
        yield Span(begin, end)


def _unseen_by(page: bytes) -> Iterator[Span]:
    if len(page) < PAGE:
        return
    runs = min(page[-1], 101)  # more have no room
    offsets = struct.unpack_from(f"<{runs + 1}L", page)
    for number in range(runs):
        at = 2 * page[4 * (runs + 1) + number]
        if at and _is_unseen(page[at + 1:at + 1 + page[at]]):
            yield Span(offsets[number], offsets[number + 1])


def _is_unseen(operations: bytes) -> bool:
    """Return whether operations delete or hide a run; what is cut off does nothing."""
    at = 0
    while at + 2 < len(operations):
        code, operand = struct.unpack_from("<HB", operations, at)
        if code in (DELETED, HIDDEN) and operand in ON:
            return True
        at += 2 + (SIZES[code >> 13] or 1 + operand)
    return False
