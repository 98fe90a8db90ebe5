"""Marks in titles and texts what was looked for, the same for every engine."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice

from search.folding import HAN, fold, fold_with_places
from search.segmentation import words_in

LENGTH = 120  # characters of a passage
MARGIN = 20  # characters before the first mark in it
HAN_ONLY = re.compile(f"[{HAN}]+")
MOST = 400  # places looked at in a text
Span = tuple[int, int]


class Marker:
    """Marks the pieces of a query, its words, and other words for them."""

    def __init__(self, pieces: Iterable[str]) -> None:
        found = dict.fromkeys(pieces)
        for piece in list(found):
            found.update(dict.fromkeys(word for word in words_in(piece) if len(word) > 1))
        longest_first = sorted(filter(None, found), key=lambda word: (-len(word), word))
        # Most texts have Chinese words as they are folded, and to fold a long text takes longer than all else.
        self._is_plain = all(HAN_ONLY.fullmatch(word) for word in longest_first)
        self._words = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def title(self, text: str) -> str:
        """Return a title as HTML, marked."""
        return _marked(text, self._spans(text), 0, len(text))

    def passage(self, texts: Iterable[str], fallback: str) -> str:
        """Return the passage with the most of what was looked for, of the first text that has any; else the fallback's beginning."""
        text, spans = next(((text, spans) for text in texts if (spans := self._spans(text))), ("", []))
        if not spans:
            shown = self._spans(fallback[:LENGTH])
            return _marked(fallback, shown, 0, min(len(fallback), LENGTH)) + ("…" if len(fallback) > LENGTH else "")
        start = max(0, _best_start(text, spans) - MARGIN)
        end = min(len(text), start + LENGTH)
        inside = [span for span in spans if span[0] >= start and span[1] <= end]
        return ("…" if start else "") + _marked(text, inside, start, end) + ("…" if end < len(text) else "")

    def _spans(self, text: str) -> list[Span]:
        if self._words is None:
            return []
        if self._is_plain and (found := [match.span() for match in islice(self._words.finditer(text), MOST)]):
            return found
        folded, places = fold(text), None
        if len(folded) != len(text):
            folded, places = fold_with_places(text)
        spans = []
        for match in self._words.finditer(folded):
            start, end = match.span()
            spans.append((start, end) if places is None else (places[start], places[end - 1] + 1))
            if len(spans) == MOST:
                break
        return spans


def _best_start(text: str, spans: Sequence[Span]) -> int:
    """Return where the passage with the most different words begins, the first of equal ones."""
    best, best_value = spans[0][0], 0.0
    end = 0
    for number, (start, _) in enumerate(spans):
        end = max(end, number)
        while end < len(spans) and spans[end][1] <= start + LENGTH - MARGIN:
            end += 1
        inside = [text[first:last] for first, last in spans[number:end]]
        value = sum(map(len, set(inside))) + 0.1 * len(inside)
        if value > best_value:
            best, best_value = start, value
    return best


def _marked(text: str, spans: Iterable[Span], start: int, end: int) -> str:
    parts, place = [], start
    for first, last in spans:
        if first < place:  # two folded characters of one
            continue
        parts += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
        place = last
    return "".join([*parts, escape(text[place:end])])
