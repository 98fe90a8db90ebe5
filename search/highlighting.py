"""Titles and passages with `<mark>` around what was looked for, the same for every engine."""

import re
from functools import lru_cache
from html import escape

from search.normalising import normalise, places

LENGTH = 120  # characters of a passage
BEFORE = 20  # of them, at most, before the first mark
LATER_PART = 8_000
FIRST_PART = 2_000  # characters of a text that are looked at first
MOST_MARKS = 60  # that are considered in a text


def title(text: str, marks: tuple[str, ...]) -> str:
    """Return a title as safe HTML with marks."""
    folded = normalise(text)
    return marked(text, folded, spans(folded, marks))


def passage(text: str, marks: tuple[str, ...]) -> str:
    """Return the passage of a text that has most of the marks, as safe HTML; the beginning if there are none."""
    later = range(FIRST_PART - LENGTH, len(text), LATER_PART)
    for part in (text[:FIRST_PART], *(text[start:start + LATER_PART + LENGTH] for start in later)):
        folded = normalise(part)
        if found := spans(folded, marks):
            start = max(0, _best(found) - BEFORE)
            break
    else:
        part, start, found = text[:LENGTH], 0, []
        folded = normalise(part)
    back = places(part) if len(folded) != len(part) else None
    first = back[start] if back else start
    cut = part[first:first + LENGTH]
    folded = normalise(cut)
    whole = len(text) <= first + LENGTH
    return ("" if not first and text.startswith(part) else "…") + marked(cut, folded, spans(folded, marks)) + ("" if whole else "…")


def spans(folded: str, marks: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Return where the marks are in a normalised text, in order and without overlaps; longer marks come first."""
    if not marks:
        return []
    found = []
    for each in _pattern(marks).finditer(folded):
        found.append((each.start(), each.end(), each[0]))
        if len(found) == MOST_MARKS:
            break
    return found


@lru_cache(maxsize=256)
def _pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True)))


def _best(found: list[tuple[int, int, str]]) -> int:
    """Return where the passage begins that has the most characters of different marks."""
    best, start = -1, 0
    for number, (begin, _, _) in enumerate(found):
        inside = {mark for first, last, mark in found[number:number + 12] if last <= begin + LENGTH - BEFORE}
        weight = sum(len(mark) ** 2 for mark in inside)
        if weight > best:
            best, start = weight, begin
    return start


def marked(text: str, folded: str, found: list[tuple[int, int, str]]) -> str:
    back = places(text) if len(folded) != len(text) else None
    parts, done = [], 0
    for begin, end, _ in found:
        first, last = (back[begin], back[end - 1] + 1) if back else (begin, end)
        if first < done:
            continue
        parts += [escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"]
        done = last
    return "".join((*parts, escape(text[done:])))
