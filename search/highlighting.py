"""Marks in titles and texts what was looked for, the same for every engine."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice, pairwise

from search.folding import HAN, fold, fold_with_places, other_forms
from search.segmentation import is_han, words_in

LENGTH = 120  # characters of a passage
MARGIN = 20  # characters before the first mark in it
HAN_ONLY = re.compile(f"[{HAN}]+")
BETWEEN = re.compile(r"[\W_]+")  # punctuation: it does not matter to what is found
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
        self._is_plain = all(HAN_ONLY.fullmatch(BETWEEN.sub("", word)) for word in longest_first)
        self._words = re.compile("|".join(map(_pattern, longest_first))) if longest_first else None
        forms = other_forms("".join(longest_first)) if self._is_plain else ""
        self._other_forms = re.compile(f"[{forms}]") if forms else None

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
        if self._is_plain:
            found = [match.span() for match in islice(self._words.finditer(text), MOST)]
            if found or not (self._other_forms and self._other_forms.search(text)):
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


def _pattern(word: str) -> str:
    """Return what finds a folded word, or a passage whatever punctuation it has; 3.5 is not 35, though."""
    parts: list[str] = list(filter(None, BETWEEN.split(word)))
    if not parts:
        return re.escape(word)
    found = re.escape(parts[0])
    for before, part in pairwise(parts):
        may_touch = is_han(before[-1]) or is_han(part[0])
        found += (r"[\W_]*" if may_touch else r"[\W_]+") + re.escape(part)
    return found


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
