"""Turns what somebody searches for into what an engine is asked.

A piece of the query, that is what stands between blanks, is found strictly by all of its words wherever they are, by other words for
the same, by its sound, or by the number that it is. Words in the title, and passages that have what was typed as it stands, only
add to the score: an engine looks for them in what it has found already, which keeps questions of a hundred thousand pages fast.
Words by which people ask are left out.

Loosely, a third of the words suffices, a third of the pairs of characters in a title, or a sound much like a title's: that fills a
page which would have few hits otherwise. What is found strictly stands above it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from math import ceil

from cms.records.document_numbers import read
from search.analysis import ALIKE, EPOCH, INITIALS, START, day_of, index_number_keys, reference_key
from search.conditions import Best, Between, Condition, Constant, Either, Everything, OneOf, Phrase, Word
from search.engines.base import Refinement
from search.folding import HAN, fold
from search.pinyin import LETTERS, alike, pairs_of, readings_of, syllables_of
from search.query import Query
from search.question_words import without_asking
from search.segmentation import is_han, pairs_in, passage_in, units_of, words_in
from search.synonyms import Synonyms

QUOTED = re.compile(r"[\"“”「『]([^\"“”」』]+)[\"“”」』]")
IN_TITLE, IN_NAMES = 3.0, 1.5  # what a word is worth there, beside 1 for being anywhere
OTHER_WORDS = 0.9  # what another word for the same counts
NOT_IN_FORCE, DEMOTED = ("repealed", "expired"), 0.5
RECENT = ((365, 0.8), (3 * 365, 0.4))  # days, and what being no older adds
NUMBER_SCORE = 60.0  # of a page that has the number: above whatever only mentions it
WORDS_LOOSELY = 1 / 3  # of the words of a query
PAIRS_LOOSELY = 3  # one of so many pairs of characters
SOUND_LOOSELY = 0.6  # of the pairs of syllables of a piece
STRICTLY = 40.0  # what it is worth to be found strictly
FOREMOST = 1000.0  # what it is worth to be one of those that come first: more than everything else together
FEWEST_SYLLABLES = 4  # below, too much sounds the same
MOST, MOST_FOR_PASSAGES = 64, 256  # pages that are ordered anew
LONGEST_NAME = 12  # characters, of most offices: what is longer was copied
LONG = 8  # pairs of characters in a row: nobody types so many, but copies them
MANY_WORDS = 6
SHARED_PAIRS = 3  # of two words each, that a copied passage is found by
PIECES = 256  # of which is remembered whether they are numbers: of one query that is asked several times
ALIASES = OneOf(field="flag", values=("alias",))  # which only who searches their own site finds
PAIR = 2  # characters
HAN_PAIR = re.compile(f"[{HAN}]{{{PAIR}}}")
YEAR_AND_SERIAL = re.compile(r"(?<!\d)((?:19|20)\d\d)\s+第?(\d{1,4})号?(?!\d)")
IN_BRACKETS = re.compile(r"[〔\[(【]\s*\d{4}\s*[〕\])】]")  # the year of a document number
LABEL = re.compile(r"^(?:索引号|发文字号|文号|编号)[:：]?\s*")


class Plan:
    """Conditions for one query.

    `heard`: titles that only sound like a piece are found too; `mishearing` says when.
    """

    def __init__(self, query: Query, others: Synonyms, today: date, *, heard: bool = False, loose: bool = False) -> None:
        self._query, self._others, self._today, self._heard, self._loose = query, others, today, heard, loose
        self._single = ("title_grams",) if query.title_only else ("title_grams", "names")  # where a lone character is looked for
        self._passages = passages_of(query)
        self._typed = LABEL.sub("", with_numbers(QUOTED.sub(" ", query.text)))
        pieces = pieces_of(without_asking(self._typed))
        self._pieces = [piece for piece in pieces if len(piece) > 1] or pieces
        self._words = self._words_of(*self._pieces)
        self._pairs = "title_grams" if query.title_only else "grams"

    def condition(self, without: str = "") -> Everything:
        """Return the whole condition, or that without the filter of one facet."""
        asked = self._asked
        return Everything(must=asked.must, should=asked.should, filters=tuple(self._filters(without)), never=asked.never)

    @cached_property
    def _asked(self) -> Everything:
        """The condition without filters."""
        query = self._query
        must = [*self._typed_conditions(), *map(self._exact, self._passages)]
        if any_of := [self._piece(piece) for piece in pieces_of(query.any)]:
            must.append(Either(of=tuple(any_of)))
        never = [self._exact(piece) for piece in pieces_of(query.none)]
        if not query.site:
            never.append(ALIASES)
        return Everything(must=tuple(must), should=(*self._in_titles(), *self._foremost), never=tuple(never))

    def first(self) -> Condition | None:
        """Return what finds those alone that come before all others, with the scores that the whole condition gives them."""
        if not self._foremost:
            return None
        asked = self._asked
        should = asked.should[:-len(self._foremost)]
        return Everything(must=(*asked.must, *self._foremost), should=should, filters=tuple(self._filters()), never=asked.never)

    @property
    def may_be_loose(self) -> bool:
        """Whether more may be found loosely: passages stay as they are, and other documents are no answer to a number."""
        return bool(self._pieces) and not (IN_BRACKETS.search(self._typed) and number_condition(self._typed))

    def refinement(self) -> Refinement | None:
        """Return how the best are ordered: those that have what was typed as it stands, and the latest; None if nothing is looked for."""
        if not (self._query.text or self._query.phrase or self._query.any):
            return None
        is_copied = any(len(piece) > LONGEST_NAME for piece in self._pieces)
        return Refinement(
            adds=(*self._as_it_stands(), *self._recent()), demotes=OneOf(field="validity", values=NOT_IN_FORCE), factor=DEMOTED,
            most=MOST_FOR_PASSAGES if is_copied else MOST,
        )

    def _typed_conditions(self) -> list[Condition]:
        """Return what must hold for what was typed into the box."""
        must = list(map(self._piece, self._pieces))
        if numbers := number_condition(self._typed):
            must = [Best(of=(Constant(of=numbers, score=NUMBER_SCORE), Everything(must=tuple(must))))]
        if self._loose and must:
            strictly = Everything(must=tuple(must))
            must = [Best(of=(*self._loosely(), Everything(must=(strictly, Constant(of=strictly, score=STRICTLY)))), rest=0.2)]
        return must

    @cached_property
    def _foremost(self) -> tuple[Condition, ...]:
        """What those meet that come before all others: pages in force that have each word in the title or a name.

        A passage in quotation marks is no better in one page than in another: if nothing else is looked for, those of a year come first.
        """
        if self._pieces:
            is_plain = not (self._loose or self._heard or any(map(LETTERS.fullmatch, self._pieces)) or number_condition(self._typed))
            must = tuple(self._in_heads()) if is_plain else ()
        else:
            is_passage = self._passages and not self._query.any
            must = (self._no_older_than(RECENT[0][0]),) if is_passage else ()
        in_force = Everything(must=must, never=(OneOf(field="validity", values=NOT_IN_FORCE),))
        return (Constant(of=in_force, score=FOREMOST),) if must else ()

    def _in_heads(self) -> Iterator[Condition]:
        """Yield what holds where each word, or another one for the same, is in the title or a name."""
        field = "title_grams" if self._query.title_only else "head_grams"
        for word in self._words:
            ways = [Everything(must=tuple(Word(field=field, token=pair) for pair in covering(pairs_in(way))))
                    for way in (word, *self._others.of(word))]
            yield ways[0] if len(ways) == 1 else Either(of=tuple(ways))
        for piece in self._pieces:
            yield from (Word(field=field, token=pair) for pair in self._between_words(piece))

    def _words_of(self, *pieces: str) -> list[str]:
        """Return the words of pieces; a lone character says little, unless there is nothing else."""
        words = list(dict.fromkeys(word for piece in pieces for word in self._others.cut(piece)))
        return [word for word in words if len(word) > 1] or words

    def _piece(self, piece: str) -> Condition:
        """Return what finds a folded piece."""
        words = self._words_of(piece)
        ways: list[Condition] = [Everything(must=tuple(map(self._word, words)))] if words else []
        if words != [piece]:
            ways += map(self._other, self._others.of(piece))
        if LETTERS.fullmatch(piece):
            ways += by_letters(piece)
        elif self._heard and piece in self.long_pieces():
            ways.append(self._by_sound(piece))
        if numbers := number_condition(piece):
            ways.append(Constant(of=numbers, score=NUMBER_SCORE))
        return ways[0] if len(ways) == 1 else Best(of=tuple(ways), rest=0.2)

    def _word(self, word: str) -> Condition:
        found = self._has(word, 1.0)
        others = tuple(map(self._other, self._others.of(word)))
        return Best(of=(found, *others), rest=0.2) if others else found

    def _other(self, other: str) -> Condition:
        """Return what finds another word for what was typed; a lone character at its end goes with the one before: 应急局 is not 应急."""
        words = words_in(other)
        ends = (other[-PAIR:],) if words[-1:] == [other[-1:]] and HAN_PAIR.fullmatch(other[-PAIR:]) else ()
        return Everything(must=tuple(self._has(word, OTHER_WORDS) for word in (*words, *ends) if len(word) > 1))

    def _has(self, word: str, boost: float) -> Condition:
        """Return what finds a word by its pairs: words are cut by what stands around them, pairs however a text was cut."""
        pairs = covering(pairs_in(word))
        of = tuple(Word(field=self._pairs, token=pair, boost=boost) for pair in pairs)
        if len(word) == 1 and is_han(word):
            return Either(of=(*of, *(Word(field=field, token=word, boost=boost) for field in self._single)))
        return of[0] if len(of) == 1 else Everything(must=of)

    def _in_titles(self) -> list[Condition]:
        """Return what more it is worth that words are in the title or a name, and that pairs between words are in the page."""
        words = self._words
        of: list[Condition] = [Word(field="title", token=word, boost=IN_TITLE) for word in words]
        if not self._query.title_only:
            of += (Word(field="names", token=word, boost=IN_NAMES) for word in words)
        of += (Word(field=self._pairs, token=pair) for piece in self._pieces for pair in self._between_words(piece))
        for word in words:
            for other in self._others.of(word):
                of += self._other_in_title(other)
        # Where many words are found there are few pages, in which each is looked for by itself; in many pages all are at once.
        return of if len(words) >= MANY_WORDS else [Either(of=tuple(of))] if of else []

    def _between_words(self, piece: str) -> list[str]:
        """Return pairs of characters that are no part of a longer word: the end of 政务公开科, though 科 alone says little.

        Of a long piece, which was copied, some that two words share too: few pages have those.
        """
        found, shared, end = [], [], 0
        for word in self._others.cut(piece):
            start = piece.find(word, end)
            end = start + len(word)
            if len(word) == 1 and is_han(word):
                found += [piece[each:each + PAIR] for each in (start - 1, end - 1) if each >= 0]
            else:
                shared.append(piece[end - 1:end - 1 + PAIR])
        if len(piece) > LONG:
            found += shared[::max(1, ceil(len(shared) / SHARED_PAIRS))]
        return [pair for pair in dict.fromkeys(found) if HAN_PAIR.fullmatch(pair)]

    def _other_in_title(self, other: str) -> list[Condition]:
        words = words_in(other)
        names = Everything(must=tuple(Word(field="names", token=word, boost=IN_NAMES * OTHER_WORDS) for word in words))
        return [phrase("title_grams", passage_in(other), IN_TITLE * OTHER_WORDS), names]

    def _as_it_stands(self) -> Iterator[Condition]:
        """Yield what it is worth that a piece, or in a title all that was typed, stands in one place as it is."""
        whole = "".join(self._typed.split())
        if whole not in self._pieces and is_han(whole[:1]):
            yield phrase("title_grams", passage_in(whole), 2.0)
        for piece in self._pieces:
            if pairs := passage_in(piece):
                yield phrase("title_grams", pairs, 2.0)
                if len(pairs) >= LONG:
                    # It was copied: then the passage is what is wanted, however common its words, not a title with some of them.
                    yield Constant(of=phrase(self._pairs, pairs, 1.0), score=NUMBER_SCORE)
                elif len(pairs) > 1 and not self._query.title_only:
                    yield phrase("grams", pairs, 1.0)

    def long_pieces(self) -> list[str]:
        """Return the pieces that are long enough to be known by their sound."""
        return [piece for piece in self._pieces if is_han(piece[:1]) and len(syllables_of(piece)) >= FEWEST_SYLLABLES]

    def sounds(self) -> Condition | None:
        """Return what finds titles in which a piece is heard that they do not have; None if no piece is long enough to tell."""
        of = tuple(
            Everything(must=(self._by_sound(piece),), never=(phrase("title_grams", passage_in(piece), 1.0),))
            for piece in self.long_pieces()
        )
        return Either(of=of) if of else None

    def _by_sound(self, piece: str) -> Condition:
        """Return what finds titles in which a piece is heard."""
        return phrase("pinyin", pairs_of(syllables_of(piece)), 1.0)

    def _loosely(self) -> list[Condition]:
        """Return what finds documents with some of what was typed."""
        words = self._words
        found: list[Condition] = [Either(of=tuple(map(self._word, words)), least=max(1, ceil(WORDS_LOOSELY * len(words))))]
        pairs = list(dict.fromkeys(pair for piece in self._pieces for pair in pairs_in(piece)))
        in_title = tuple(Word(field="title_grams", token=pair, boost=IN_TITLE) for pair in pairs)
        found.append(Either(of=in_title, least=max(1, len(pairs) // PAIRS_LOOSELY)))
        for piece in self._pieces:
            found += map(self._other, self._others.of(piece))
            if len(copied := passage_in(piece)) >= LONG:
                found.append(phrase(self._pairs, copied, 1.0))
        return [*found, *loose_sounds(self._pieces)]

    def _filters(self, without: str = "") -> list[Condition]:
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
            filters.append(number_condition(with_numbers(query.number)) or keys)
        return filters

    def _recent(self) -> list[Condition]:
        return [Constant(of=self._no_older_than(days), score=score) for days, score in RECENT]

    def _no_older_than(self, days: int) -> Condition:
        return Between(field="date", start=(self._today - EPOCH).days - days)

    def _exact(self, text: str) -> Condition:
        folded = fold(text)
        pairs = passage_in(folded)
        is_single = len(pairs) == 1 and units_of(pairs[0]) is None
        return self._has(folded.strip(), 1.0) if is_single else phrase(self._pairs, pairs, 1.0)


def with_numbers(text: str) -> str:
    """Return a folded text in which a year and a serial that stand beside each other are a number."""
    return YEAR_AND_SERIAL.sub(r"〔\1〕\2号", fold(text).strip())


def pieces_of(text: str) -> list[str]:
    """Return what stands between blanks in a text, folded; what has neither letters nor digits is no piece."""
    return [piece for piece in fold(text).split() if pairs_in(piece)]


def passages_of(query: Query) -> list[str]:
    """Return what is looked for as it stands: in quotation marks, and in the field for it."""
    return [text for text in (*QUOTED.findall(query.text), query.phrase) if pairs_in(fold(text))]


def covering(pairs: Sequence[str]) -> list[str]:
    """Return fewer pairs of a word that have all of its characters: every second one, and the last."""
    return [pair for number, pair in enumerate(pairs) if number % 2 == 0 or number == len(pairs) - 1 or len(pair) != PAIR]


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


def loose_sounds(pieces: Iterable[str]) -> list[Condition]:
    """Return what finds titles that sound much like a piece: with a wrong letter, or a sound that is mixed up with another."""
    found: list[Condition] = []
    for piece in pieces:
        readings = readings_of(piece, loosely=True) if LETTERS.fullmatch(piece) else [alike(syllables_of(piece))]
        for pairs in filter(None, map(pairs_of, readings)):
            of = tuple(Word(field="pinyin", token=ALIKE + pair) for pair in dict.fromkeys(pairs))
            found.append(Either(of=of, least=max(1, ceil(SOUND_LOOSELY * len(of)))))
    return found


@lru_cache(PIECES)
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
