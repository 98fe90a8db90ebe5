"""Turns what somebody searches for into what an engine is asked.

A piece of the query, that is what stands between blanks, is found in four ways, and counts by the best: as it stands, in the title or
the text; by its words, wherever they are; by other words for the same; by its sound. Loosely, fewer of the words suffice.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import ceil

from cms.records.document_numbers import read
from search.analysis import EPOCH, INITIALS, START, day_of, index_number_keys, reference_key
from search.conditions import Best, Between, Condition, Constant, Either, Everything, OneOf, Phrase, Weighted, Word
from search.folding import fold
from search.pinyin import LETTERS, pairs_of, readings_of, syllables_of
from search.query import Query
from search.segmentation import is_han, pairs_in, words_in

QUOTED = re.compile(r"[\"“”「『]([^\"“”」』]+)[\"“”」』]")
FIELDS = {"title": 3.0, "names": 1.5, "text": 1.0, "attachments": 0.6}
OTHER_WORDS = 0.6  # what another word for the same counts
NOT_IN_FORCE, DEMOTED = ("repealed", "expired"), 0.5
RECENT = ((365, 0.8), (3 * 365, 0.4))  # days, and what being no older adds
NUMBER_SCORE = 60.0  # of a page that has the number: above whatever only mentions it
ENOUGH, ENOUGH_LOOSELY = 0.75, 0.5  # of the words of a piece
SOUND, SOUND_LOOSELY = 0.85, 0.6  # of the pairs of syllables of a piece
FEWEST_SYLLABLES = 4  # below, too much sounds the same

Synonyms = Callable[[str], Sequence[str]]


class Plan:
    """Conditions for one query. `others` returns other words for the same as a folded word or piece."""

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
        quoted = QUOTED.findall(text)
        rest = QUOTED.sub(" ", text)
        numbers = number_condition(fold(rest))
        pieces = [self._piece(piece) for piece in pieces_of(rest)]
        if self._loose and len(pieces) > 1:
            pieces = [Either(of=tuple(pieces), least=ceil(ENOUGH_LOOSELY * len(pieces)))]
        if numbers and pieces:
            pieces = [Best(of=(Constant(of=numbers, score=NUMBER_SCORE), Everything(must=tuple(pieces))))]
        return [*pieces, *map(self._exact, _filled(quoted))]

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
        ways += [self._weaker(other) for other in self._others(piece)]
        if LETTERS.fullmatch(piece):
            ways += by_letters(piece)
        else:
            ways += self._by_sound(piece)
        return Best(of=tuple(ways), rest=0.2)

    def _as_it_stands(self, piece: str) -> list[Condition]:
        pairs = inner(pairs_in(piece))
        if not pairs:
            return []
        ways: list[Condition] = [phrase("title_grams", pairs, 2.0)]
        if not self._query.title_only and len(pairs) > 1:
            ways.append(phrase("text_grams", pairs, 1.0))
        return ways

    def _by_words(self, piece: str) -> Condition:
        words = list(dict.fromkeys(words_in(piece)))
        if not words:
            return Either(of=())
        share = ENOUGH_LOOSELY if self._loose else ENOUGH
        return Either(of=tuple(map(self._word, words)), least=max(1, ceil(share * len(words))))

    def _word(self, word: str) -> Condition:
        options: list[Condition] = [Word(field=field, token=word, boost=boost) for field, boost in self._fields.items()]
        pairs = pairs_in(word)
        # Words are cut by what stands around them; pairs find them however the title was cut.
        options.append(phrase("title_grams", pairs, 1.0))
        if len(pairs) > 1 and not self._query.title_only:
            options.append(phrase("text_grams", pairs, 0.4))
        options += [self._weaker(other) for other in self._others(word)]
        return Best(of=tuple(options), rest=0.2)

    def _weaker(self, other: str) -> Condition:
        words = words_in(other)
        of = tuple(
            Best(of=tuple(Word(field=field, token=word, boost=boost * OTHER_WORDS) for field, boost in self._fields.items()), rest=0.2)
            for word in words
        )
        return Everything(must=of) if of else Either(of=())

    def _by_sound(self, piece: str) -> list[Condition]:
        syllables = syllables_of(piece)
        pairs = pairs_of(syllables)
        if not pairs or (len(syllables) < FEWEST_SYLLABLES and not self._loose):
            return []
        share = SOUND_LOOSELY if self._loose else SOUND
        of = tuple(Word(field="pinyin", token=pair) for pair in dict.fromkeys(pairs))
        return [Either(of=of, least=max(1, ceil(share * len(of)))), phrase("pinyin", pairs, 1.0)]

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
    keys = {reference_key(reference)} if reference else set()
    if "-" in plain or "/" in plain:
        keys.add(plain)
    return OneOf(field="number", values=tuple(sorted(keys))) if keys else None


def synonyms_in(*tables: Mapping[str, Sequence[str]]) -> Synonyms:
    """Return what looks up a word in some tables, all folded."""
    return lambda word: tuple(dict.fromkeys(other for table in tables for other in table.get(word, ())))


def _filled(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if pairs_in(fold(text))]
