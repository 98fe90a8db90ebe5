"""The text of a document of Word 97 to 2003 (.doc), by Microsoft's specification [MS-DOC].

The stream `WordDocument` begins with the FIB, which says how long the parts of the text are and where the table of pieces is (in
the stream `0Table` or `1Table`). A piece is a run of characters that lies in one place of `WordDocument`: of one byte each
(Windows-1252) or of two (UTF-16). Positions count characters over all parts, which follow one another.
"""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from search.extraction.limits import MOST_CHARACTERS, Collector, Unreadable
from search.extraction.old_word_marks import Span, seen, unseen

WORD_97 = 0xA5EC
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200  # flags
FLAGS_AT, LENGTHS_AT, FORMATS_AT, CLX_AT = 10, 76, 250, 418
LENGTHS = "<8L"  # of the text, footnotes, headers, macros, comments, endnotes, text boxes, those in headers
SHOWN = (0, 1, 5, 6)  # of these parts; as in a .docx, headers and comments are left out
PROPERTIES, PIECES = 1, 2  # what is in a part of the Clx
ONE_BYTE = 1 << 30
MOST_READ = 4 * MOST_CHARACTERS  # characters; codes of fields are among them, and leave no text

BEGINS, SEPARATES, ENDS = "\x13", "\x14", "\x15"  # a field: its code, then what it shows
FIELD_MARKS = re.compile(f"([{BEGINS}{SEPARATES}{ENDS}])")
# Ends of cells and paragraphs, of lines, pages and columns; a hyphen that does not break, and one that is only seen where it does.
MEANING = str.maketrans({"\x07": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None})


class Streams(Protocol):
    def __getitem__(self, name: str) -> bytes: ...
    def __contains__(self, name: str) -> bool: ...


class Piece(NamedTuple):
    """Characters from one position to another, and where their bytes begin."""

    start: int
    end: int
    offset: int
    width: int

    @property
    def encoding(self) -> str:
        return "cp1252" if self.width == 1 else "utf-16-le"


def read(streams: Streams) -> str:
    """Return the text, then footnotes, endnotes and text boxes; raise Unreadable, or struct.error where it ends too soon."""
    document = streams["WordDocument"]
    kind, = struct.unpack_from("<H", document)
    flags, = struct.unpack_from("<H", document, FLAGS_AT)
    if kind != WORD_97:
        raise Unreadable("Word 95 及更早的格式不读取，请另存为 .docx 或 PDF")
    if flags & ENCRYPTED:
        raise Unreadable("文件已加密")
    table = streams["1Table" if flags & SECOND_TABLE else "0Table"]
    pieces = _pieces(_part_of(table, document, CLX_AT))
    spans = unseen(document, _part_of(table, document, FORMATS_AT))
    collected = Collector()
    for start, end in _parts(struct.unpack_from(LENGTHS, document, LENGTHS_AT)):
        for words in _without_codes(_characters(document, pieces, spans, start, end)):
            collected.add(words.translate(MEANING))
        collected.add("\n")
    return collected.text()


def _part_of(table: bytes, document: bytes, at: int) -> bytes:
    """Return the part of the table stream whose place and size the FIB says at an offset."""
    place, size = struct.unpack_from("<2L", document, at)
    return table[place:place + size]


def _parts(lengths: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield from where to where the parts go that are shown."""
    start = 0
    for number, length in enumerate(lengths):
        if number in SHOWN and length:
            yield start, start + length
        start += length


def _pieces(clx: bytes) -> list[Piece]:
    """Return the pieces in order."""
    at = 0
    while clx[at] == PROPERTIES:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != PIECES:
        raise Unreadable("文件结构已损坏")
    size, = struct.unpack_from("<L", clx, at + 1)
    count = (min(size, len(clx) - at - 5) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}L", clx, at + 5)
    places = struct.iter_unpack("<HLH", clx[at + 9 + 4 * count:at + 9 + 12 * count])
    found = []
    for start, end, (_, place, _) in zip(positions, positions[1:], places, strict=False):
        offset = place & (ONE_BYTE - 1)
        found.append(Piece(start, end, offset // 2, 1) if place & ONE_BYTE else Piece(start, end, offset, 2))
    return found


def _characters(document: bytes, pieces: list[Piece], spans: list[Span], start: int, end: int) -> str:
    """Return what is seen between two positions, if it is not too much."""
    read: list[str] = []
    room = MOST_READ
    for piece in pieces:
        first, last = max(start, piece.start), min(end, piece.end)
        last = min(last, first + room)
        if first < last:
            begin = piece.offset + (first - piece.start) * piece.width
            runs = seen(begin, begin + (last - first) * piece.width, spans)
            read += [document[run.begin:run.end].decode(piece.encoding, "ignore") for run in runs]
            room -= last - first
    return "".join(read)


def _without_codes(text: str) -> Iterator[str]:
    """Yield what fields show, and what is outside of them."""
    fields: list[bool] = []  # those that are open: whether what comes is their code
    codes = 0
    for words in FIELD_MARKS.split(text):
        if words == BEGINS:
            fields.append(True)
            codes += 1
        elif words == SEPARATES and fields and fields[-1]:
            fields[-1] = False
            codes -= 1
        elif words == ENDS and fields:
            codes -= fields.pop()
        elif not codes:
            yield words
