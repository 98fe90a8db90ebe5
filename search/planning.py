"""Turns what somebody searches for into what an engine is asked.

A piece of the query, that is what stands between blanks, is found in four ways, and counts by the best: as it stands, in the title or
the text; by its words, wherever they are; by other words for the same; by its sound. Words by which people ask are left out.

Loosely, a third of all pairs of characters suffices: that fills a page which would have few hits otherwise. What is found strictly
stands above it, for it has both scores.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import ceil

from cms.records.document_numbers import read
from search.analysis import ALIKE, EPOCH, INITIALS, START, day_of, index_number_keys, reference_key
from search.conditions import Best, Between, Condition, Constant, Either, Everything, OneOf, Phrase, Weighted, Word
from search.folding import fold
from search.pinyin import LETTERS, alike, pairs_of, readings_of, syllables_of
from search.query import Query
from search.question_words import without_asking
from search.segmentation import is_han, pairs_in, words_in
from search.synonyms import Synonyms

QUOTED = re.compile(r"[\"“”「『]([^\"“”」』]+)[\"“”」』]")
FIELDS = {"title": 3.0, "names": 1.5, "text": 1.0, "attachments": 0.6}
OTHER_WORDS = 0.9  # what another word for the same counts
NOT_IN_FORCE, DEMOTED = ("repealed", "expired"), 0.5
RECENT = ((365, 0.8), (3 * 365, 0.4))  # days, and what being no older adds
NUMBER_SCORE = 60.0  # of a page that has the number: above whatever only mentions it
ENOUGH = 0.75  # of the words of a piece
PAIRS_LOOSELY = 3  # one of so many pairs of characters
SOUND, SOUND_LOOSELY = 0.85, 0.6  # of the pairs of syllables of a piece
FEWEST_SYLLABLES = 4  # below, too much sounds the same
LONG = 8  # pairs of characters in a row: nobody types so many, but copies them
YEAR_AND_SERIAL = re.compile(r"(?<!\d)((?:19|20)\d\d)\s+第?(\d{1,4})号?(?!\d)")
LABEL = re.compile(r"^(?:索引号|发文字号|文号|编号)[:：]?\s*")


class Plan:
    """Conditions for one query."""

    def __init__(self, query: Query, others: Synonyms, today: date, *, loose: bool = False) -> None:
        self._query, self._others, self._today, self._loose = query, others, today, loose
        self._fields = {"title": FIELDS["title"]} if query.title_only else FIELDS

    def condition(self, without: str = "") -> Condition:
        """Return the whole condition, or that without the filter of one facet."""
        query = self._query
        must = [*self._text(query.text), *map(self._exact, _filled([query.phrase]))]
        if any_of := [self._piece(piece) for piece in pieces_of(query.any)]:
            must.append(Either(of=tuple(any_of)))
        found = Everything(
            must=tuple(must), filters=tuple(self._filters(without)),
            never=tuple(self._exact(piece) for piece in pieces_of(query.none)),
            should=tuple(self._recent()) if must else (),
        )
        if not must:
            return found
        return Weighted(of=found, where=OneOf(field="validity", values=NOT_IN_FORCE), boost=DEMOTED)

    def _text(self, text: str) -> list[Condition]:
        quoted = [self._exact(each) for each in _filled(QUOTED.findall(text))]
        typed = LABEL.sub("", YEAR_AND_SERIAL.sub(r"〔\1〕\2号", fold(QUOTED.sub(" ", text)).strip()))
        pieces = pieces_of(without_asking(typed))
        # A single character says little, unless there is nothing else.
        pieces = [piece for piece in pieces if len(piece) > 1] or pieces
        if not pieces:
            return quoted
        strictly: Condition = Everything(must=tuple(map(self._piece, pieces)), should=self._whole(typed, pieces))
        if numbers := number_condition(typed):
            strictly = Best(of=(Constant(of=numbers, score=NUMBER_SCORE), strictly))
        if self._loose:
            loosely = Best(of=(self._by_pairs(pieces), *self._loose_sounds(pieces), strictly))
            strictly = Everything(must=(loosely,), should=(strictly,))
        return [strictly, *quoted]

    def _whole(self, typed: str, pieces: list[str]) -> tuple[Condition, ...]:
        """Return what more is worth for having all that was typed in one place."""
        whole = "".join(typed.split())
        return tuple(self._as_it_stands(whole)) if [whole] != pieces and is_han(whole[:1]) else ()

    def _by_pairs(self, pieces: list[str]) -> Condition:
        """Return what finds documents with a third of the pairs of characters, or with other words for what was typed."""
        fields = {"title_grams": 3.0, "text_grams": 1.0}
        if self._query.title_only:
            del fields["text_grams"]
        pairs = dict.fromkeys(pair for piece in pieces for pair in pairs_in(piece))
        of = tuple(
            Best(of=tuple(Word(field=field, token=pair, boost=boost) for field, boost in fields.items()), rest=0.2)
            for pair in pairs
        )
        others = tuple(
            self._weaker(other) for piece in pieces for word in (piece, *self._others.cut(piece)) for other in self._others.of(word)
        )
        enough = Either(of=of, least=max(1, len(of) // PAIRS_LOOSELY))
        return Either(of=(enough, Best(of=others, rest=0.2))) if others else enough

    def _loose_sounds(self, pieces: Iterable[str]) -> list[Condition]:
        """Return what finds titles that sound much like a piece: with a wrong letter, or a sound that is mixed up with another."""
        found: list[Condition] = []
        for piece in pieces:
            readings = readings_of(piece, loosely=True) if LETTERS.fullmatch(piece) else [alike(syllables_of(piece))]
            for pairs in filter(None, map(pairs_of, readings)):
                of = tuple(Word(field="pinyin", token=ALIKE + pair) for pair in dict.fromkeys(pairs))
                found.append(Either(of=of, least=max(1, ceil(SOUND_LOOSELY * len(of)))))
        return found

    def _filters(self, without: str) -> list[Condition]:
        query = self._query
        filters: list[Condition] = []
        for name in ("site", "kind", "channel", "organisation", "year", "genre", "audience", "category", "validity"):
            if getattr(query, name) and name != without:
                filters.append(OneOf(field=name, values=getattr(query, name)))
        if query.theme and without != "theme":
            either = [OneOf(field="theme_class", values=tuple(code for code in query.theme if len(code) == 2)),
                      OneOf(field="theme", values=tuple(code for code in query.theme if len(code) != 2))]
            filters.append(Either(of=tuple(each for each in either if each.values)))
        for name, start, end in (("date", query.start, query.end), ("created", query.created_start, query.created_end)):
            if start or end:
                filters.append(Between(field=name, start=day_of(start) if start else None, end=day_of(end) if end else None))
        if query.number:
            keys = OneOf(field="number", values=tuple(index_number_keys(query.number)))
            filters.append(number_condition(fold(query.number)) or keys)
        if not query.site:
            filters.append(Everything(never=(OneOf(field="flag", values=("alias",)),)))
        return filters

    def _recent(self) -> list[Condition]:
        today = (self._today - EPOCH).days
        return [Constant(of=Between(field="date", start=today - days), score=score) for days, score in RECENT]

    def _piece(self, piece: str) -> Condition:
        """Return what finds a folded piece."""
        ways = [*self._as_it_stands(piece), self._by_words(piece)]
        ways += [self._weaker(other) for other in self._others.of(piece)]
        if LETTERS.fullmatch(piece):
            ways += by_letters(piece)
        else:
            ways += self._by_sound(piece)
        if numbers := number_condition(piece):
            ways.append(Constant(of=numbers, score=NUMBER_SCORE))
        return Best(of=tuple(ways), rest=0.2)

    def _as_it_stands(self, piece: str) -> list[Condition]:
        pairs = inner(pairs_in(piece))
        if not pairs:
            return []
        ways = [phrase("title_grams", pairs, 2.0)]
        if not self._query.title_only and len(pairs) > 1:
            ways.append(phrase("text_grams", pairs, 1.0))
        if len(pairs) >= LONG:
            # It was copied: then the passage is what is wanted, however common its words, not a title with some of them.
            ways = [Everything(must=(way, Constant(of=way, score=NUMBER_SCORE))) for way in ways]
        return ways

    def _by_words(self, piece: str) -> Condition:
        words = list(dict.fromkeys(self._others.cut(piece)))
        if not words:
            return Either(of=())
        return Either(of=tuple(map(self._word, words)), least=max(1, ceil(ENOUGH * len(words))))

    def _word(self, word: str) -> Condition:
        options: list[Condition] = [Word(field=field, token=word, boost=boost) for field, boost in self._fields.items()]
        options += self._in_one_place(word, 1.0)
        options += [self._weaker(other) for other in self._others.of(word)]
        return Best(of=tuple(options), rest=0.2)

    def _in_one_place(self, word: str, boost: float) -> list[Condition]:
        """Return what finds a word by its pairs: words are cut by what stands around them, pairs however a text was cut."""
        pairs = pairs_in(word)
        of = [phrase("title_grams", pairs, boost)]
        if len(pairs) > 1 and not self._query.title_only:
            of.append(phrase("text_grams", pairs, 0.4 * boost))
        return of

    def _weaker(self, other: str) -> Condition:
        """Return what finds another word for what was typed."""
        words = words_in(other)
        of = tuple(
            Best(of=tuple(Word(field=field, token=word, boost=boost * OTHER_WORDS) for field, boost in self._fields.items()), rest=0.2)
            for word in words
        )
        return Best(of=(Everything(must=of), *self._in_one_place(other, OTHER_WORDS)), rest=0.2) if of else Either(of=())

    def _by_sound(self, piece: str) -> list[Condition]:
        syllables = syllables_of(piece)
        pairs = pairs_of(syllables)
        if not pairs or len(syllables) < FEWEST_SYLLABLES:
            return []
        of = tuple(Word(field="pinyin", token=pair) for pair in dict.fromkeys(pairs))
        return [Either(of=of, least=max(1, ceil(SOUND * len(of)))), phrase("pinyin", pairs, 1.0)]

    def _exact(self, text: str) -> Condition:
        pairs = pairs_in(fold(text))
        fields = ("title_grams",) if self._query.title_only else ("title_grams", "text_grams")
        of: list[Condition] = [phrase(field, pairs, 2.0 if field == "title_grams" else 1.0) for field in fields if pairs]
        if len(pairs) == 1 and not self._query.title_only:
            of += [Word(field=field, token=pairs[0]) for field in ("text", "names", "attachments")]
        return Best(of=tuple(of), rest=0.2)


def pieces_of(text: str) -> list[str]:
    """Return what stands between blanks in a text, folded; what has neither letters nor digits is no piece."""
    return [piece for piece in fold(text).split() if pairs_in(piece)]


def inner(pairs: list[str]) -> list[str]:
    """Return pairs without a single character at either end, which a copied passage may have been cut at."""
    if len(pairs) < 3:
        return pairs
    start = 1 if len(pairs[0]) == 1 and is_han(pairs[0]) else 0
    end = len(pairs) - (1 if len(pairs[-1]) == 1 and is_han(pairs[-1]) else 0)
    return pairs[start:end]


def phrase(field: str, tokens: Sequence[str], boost: float) -> Condition:
    """Return the phrase of some tokens, the word if there is one."""
    if len(tokens) == 1:
        return Word(field=field, token=tokens[0], boost=boost)
    return Phrase(field=field, tokens=tuple(tokens), boost=boost)


def by_letters(piece: str) -> list[Condition]:
    """Return what finds a piece of letters as pinyin or as initials."""
    ways: list[Condition] = []
    if len(piece) in range(INITIALS.start, 64):
        longest = piece[:INITIALS.stop - 1]
        ways += [Word(field="initials", token=START + longest, boost=3.0), Word(field="initials", token=longest, boost=1.5)]
    for syllables in readings_of(piece):
        if pairs := pairs_of(syllables):
            ways.append(phrase("pinyin", pairs, 2.0))
    ways.append(Word(field="prefixes", token=piece, boost=0.5))
    return ways


def number_condition(text: str) -> Condition | None:
    """Return what finds the documents that a folded text names by a number, None if it names none."""
    plain = "".join(text.split())
    reference = read(plain)
    keys = {reference_key(replace(reference, word=word)) for word in spellings(reference.word)} if reference else set()
    if "-" in plain or "/" in plain:
        keys.add(plain)
    return OneOf(field="number", values=tuple(sorted(keys))) if keys else None


def spellings(word: str) -> set[str]:
    """Return a code word as it was typed, and with or without 发, which is easily added or forgotten (晋市政办发 for 晋市政办)."""
    return {word, word.removesuffix("发"), f"{word}发"} if word else {""}


def _filled(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if pairs_in(fold(text))]
