"""Marks in titles and texts what was looked for, the same for every engine."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from itertools import chain, pairwise
from typing import NamedTuple

from search.folding import HAN, fold, fold_with_places, other_forms
from search.segmentation import is_han, words_in

LENGTH = 120  # characters of a passage
MARGIN = 20  # characters before the first mark in it
PLAIN = re.compile(f"[{HAN}0-9]+")  # what most texts have as it is folded
SPECIAL = re.compile("[&<>\"']")  # what is written otherwise in HTML
BETWEEN = re.compile(r"[\W_]+")  # punctuation: it does not matter to what is found
MOST = 400  # places looked at in a text, of each passage
Span = tuple[int, int]


class Marker:
    """Marks pieces of a query and their words, and passages only as they stand."""

    def __init__(self, pieces: Iterable[str], passages: Iterable[str] = ()) -> None:
        found = dict.fromkeys(pieces)
        for piece in list(found):
            found.update(dict.fromkeys(word for word in words_in(piece) if len(word) > 1))
        found.update(dict.fromkeys(passages))
        words = list(filter(None, found))
        # To fold a long text takes longer than all else.
        self._is_plain = all(PLAIN.fullmatch(BETWEEN.sub("", word)) for word in words)
        # Looked for one after the other: to compile a pattern of all takes longer than to mark ten texts.
        self._passages = tuple(dict.fromkeys(map(_passage, words)))
        letters = "".join(words) if self._is_plain else ""
        self._other_forms = other_forms(letters)
        self._wide = other_forms("".join(filter(str.isdecimal, letters)))

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
        if not self._passages:
            return []
        # Whole texts are written in other characters, but single numbers in wide digits.
        if self._is_plain and not _any_in(self._wide, text):
            found = self._found(text)
            if found or not _any_in(self._other_forms, text):
                return found
        folded = fold(text)
        if len(folded) == len(text):
            return self._found(folded)
        folded, places = fold_with_places(text)
        return [(places[start], places[end - 1] + 1) for start, end in self._found(folded)]

    def _found(self, text: str) -> list[Span]:
        """Return the places of what is looked for in a folded text: of those that overlap the first, the longest of these."""
        apart: list[Span] = []
        end = 0
        for span in sorted(chain.from_iterable([passage.places(text) for passage in self._passages if passage.first in text])):
            if span[0] >= end:
                apart.append(span)
            elif span[0] == apart[-1][0]:
                apart[-1] = span
            else:
                continue
            end = span[1]
        return apart[:MOST]


class _Passage(NamedTuple):
    """What is looked for in folded texts: a word, or what stands between punctuation, which does not matter; 3.5 is not 35, though."""

    first: str
    rest: tuple[tuple[bool, str], ...]  # the further parts, and whether each may follow without anything between

    def places(self, text: str) -> list[Span]:
        """Return where it is in a text, at most MOST times."""
        found: list[Span] = []
        start, length = text.find(self.first), len(self.first)
        while start >= 0 and len(found) < MOST:
            end = start + length
            for may_touch, part in self.rest:
                gap = BETWEEN.match(text, end)
                end = gap.end() if gap else end
                if not (gap or may_touch) or not text.startswith(part, end):
                    break
                end += len(part)
            else:
                found.append((start, end))
            start = text.find(self.first, start + 1)
        return found


def _passage(word: str) -> _Passage:
    """Return a folded word, or a passage, as it is looked for; what has nothing but punctuation is looked for as it is."""
    parts = list(filter(None, BETWEEN.split(word))) or [word]
    return _Passage(parts[0], tuple((is_han(before[-1]) or is_han(part[0]), part) for before, part in pairwise(parts)))


def _any_in(characters: Iterable[str], text: str) -> bool:
    """Return whether a long text has any of a few characters: to look at each of its own takes twenty times as long."""
    return any(character in text for character in characters)


def _best_start(text: str, spans: Sequence[Span]) -> int:
    """Return where the passage with the most different words begins, the first of equal ones."""
    words = [text[first:last] for first, last in spans]
    inside: Counter[str] = Counter()
    best, best_value = spans[0][0], 0.0
    end = letters = 0  # how many words the passage reaches to, and the characters of those in it that differ
    for number, (start, _) in enumerate(spans):
        while end < len(spans) and (end <= number or spans[end][1] <= start + LENGTH - MARGIN):
            letters += 0 if inside[words[end]] else len(words[end])
            inside[words[end]] += 1
            end += 1
        value = letters + 0.1 * (end - number)
        if value > best_value:
            best, best_value = start, value
        inside[words[number]] -= 1
        letters -= 0 if inside[words[number]] else len(words[number])
    return best


def _marked(text: str, spans: Iterable[Span], start: int, end: int) -> str:
    keep = escape if SPECIAL.search(text, start, end) else str  # in most passages nothing has to be written otherwise
    parts, place = [], start
    for first, last in spans:
        if first < place:  # two folded characters of one
            continue
        parts += [keep(text[place:first]), "<mark>", keep(text[first:last]), "</mark>"]
        place = last
    return "".join([*parts, keep(text[place:end])])
