"""Conditions as queries of tantivy, and the schema that they are asked of."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import tantivy

from search.conditions import (
    Best,
    Between,
    Condition,
    Constant,
    Either,
    Everything,
    OneOf,
    Phrase,
    Word,
    idf,
    joined,
)
from search.entries import KEYWORDS, NUMBERS, WORDS
from search.segmentation import units_of

TOKENS = "tokens"  # the analyser that only splits at spaces
ROLE = "role"  # of a document of the index: ENTRY, or NOTE
ENTRY, NOTE = "entry", "note"
FARTHEST = 2**62  # beyond every number of an entry
COLUMNS = ("site", "validity")  # keywords, of which a document has one at most, that are kept as numbers too: those can be read for a hit
SAMPLE = "sample"  # of the documents that a document is one of
APART = 16  # one of so many documents is in the sample
SAMPLED = OneOf(field=SAMPLE, values=("0",))
FREQUENCIES = 4096  # of tokens that are remembered for a state of an index
Must, Should, Never = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def build_schema() -> tantivy.Schema:
    """Return the schema. `key` is the id, `latest` the minute or what sorts behind all minutes."""
    builder = tantivy.SchemaBuilder()
    for field in WORDS:
        builder.add_text_field(field, tokenizer_name=TOKENS, index_option="position")
    for field in KEYWORDS:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    for field in NUMBERS:
        builder.add_integer_field(field, indexed=True, fast=True)
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_integer_field("latest", fast=True)
    for field in COLUMNS:
        builder.add_integer_field(column_of(field), fast=True)
    builder.add_text_field(SAMPLE, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(ROLE, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("stored", stored=True)
    builder.add_text_field("digest", tokenizer_name="raw", index_option="basic", stored=True)
    return builder.build()


def sample_of(key: int) -> str:
    """Return the value of SAMPLE. Ids are scattered first: those of a site, or of every tenth page, may have something in common."""
    return str(blake2b(key.to_bytes(8), digest_size=1).digest()[0] % APART)


def column_of(field: str) -> str:
    """Return the field in which the values of one of COLUMNS are numbers."""
    return f"{field}_number"


def number_of(value: str) -> int:
    """Return the number of a value in a column."""
    return int.from_bytes(blake2b(value.encode(), digest_size=8).digest(), signed=True)


def sparse(tokens: Sequence[str], rarest: int = 0) -> list[tuple[int, str]]:
    """Return the tokens of a phrase with their places, without pairs of characters that those beside them leave no choice.

    That holds where `segmentation.Units.places` made the places. The one at the place `rarest` stays: fewest documents have it.
    """
    kept = [(0, tokens[0])]
    units = [units_of(token) for token in tokens]
    for place in range(1, len(tokens) - 1):
        before, own, after = units[place - 1:place + 2]
        is_between = before and own and after and before[1] == own[0] and own[1] == after[0]
        if not is_between or place == rarest or kept[-1][0] < place - 1:
            kept.append((place, tokens[place]))
    return [*kept, (len(tokens) - 1, tokens[-1])]


class Translator:
    """Turns conditions into queries for a state of an index; without one, phrases are not looked for by what is rare in them.

    To know what is rare takes time, which what only adds to a score is not worth: it is looked for in few documents.
    """

    def __init__(self, schema: tantivy.Schema, searcher: Any = None) -> None:
        self._schema = schema
        self._documents = searcher.num_docs if searcher else 0
        self._frequency: Callable[[str, str], int] | None = lru_cache(FREQUENCIES)(searcher.doc_freq) if searcher else None
        self._beside = Translator(schema) if searcher else self
        self._rules: dict[type[Condition], Callable[[Any], tantivy.Query]] = {
            Word: self._word, Phrase: self._phrase, OneOf: self._one_of, Between: self._between, Best: self._best,
            Either: self._either, Everything: self._everything, Constant: self._constant,
        }
        self.entries = self._silent(tantivy.Query.term_query(schema, ROLE, ENTRY, "basic"))
        self.notes = tantivy.Query.term_query(schema, ROLE, NOTE, "basic")

    def query(self, condition: Condition) -> tantivy.Query:
        return self._rules[type(condition)](condition)

    def _silent(self, query: tantivy.Query) -> tantivy.Query:
        return tantivy.Query.const_score_query(query, 0.0)

    def _word(self, word: Word) -> tantivy.Query:
        return _boosted(tantivy.Query.term_query(self._schema, word.field, word.token, "freq"), word.boost)

    def _phrase(self, phrase: Phrase) -> tantivy.Query:
        if len(phrase.tokens) == 1:
            return self._word(Word(field=phrase.field, token=phrase.tokens[0], boost=phrase.boost))
        kept, share = list(enumerate(phrase.tokens)), 1.0
        if not phrase.slop and self._frequency:
            having = [self._frequency(phrase.field, token) for token in phrase.tokens]
            kept = sparse(phrase.tokens, having.index(min(having)))
            worth = [idf(max(self._documents, each), each) for each in having]  # removed documents may still be among those that have it
            share = sum(worth[place] for place, _ in kept) / sum(worth)
        elif not phrase.slop:
            kept = sparse(phrase.tokens)
            share = len(kept) / len(phrase.tokens)
        query = tantivy.Query.phrase_query(self._schema, phrase.field, [*kept], phrase.slop)
        return _boosted(query, phrase.boost / share)

    def _one_of(self, one_of: OneOf) -> tantivy.Query:
        terms = [tantivy.Query.term_query(self._schema, one_of.field, value, "basic") for value in one_of.values]
        if not terms:
            return tantivy.Query.empty_query()
        return self._silent(terms[0] if len(terms) == 1 else tantivy.Query.boolean_query([(Should, term) for term in terms]))

    def _between(self, between: Between) -> tantivy.Query:
        start = -FARTHEST if between.start is None else between.start
        end = FARTHEST if between.end is None else between.end
        if start > end:
            return tantivy.Query.empty_query()
        return self._silent(tantivy.Query.range_query(self._schema, between.field, tantivy.FieldType.Integer, start, end))

    def _best(self, best: Best) -> tantivy.Query:
        return tantivy.Query.disjunction_max_query([self.query(each) for each in best.of], best.rest)

    def _either(self, either: Either) -> tantivy.Query:
        if either.least > len(either.of):
            return tantivy.Query.empty_query()
        parts = [(Should, self.query(each)) for each in either.of]
        return tantivy.Query.boolean_query(parts, either.least) if either.least > 1 else tantivy.Query.boolean_query(parts)

    def _everything(self, everything: Everything) -> tantivy.Query:
        parts = [(Must, self.query(each)) for each in joined(everything.must)]
        parts += [(Must, self._silent(self.query(each))) for each in everything.filters]
        parts += [] if parts else [(Must, self.entries)]
        found = tantivy.Query.boolean_query([*parts, *((Never, self.query(each)) for each in everything.never)])
        for each in everything.should:
            # One around the other: each is only looked for in what is found. Side by side, all that any of them has would be read.
            found = tantivy.Query.boolean_query([(Must, found), (Should, self._beside.query(each))])
        return found

    def _constant(self, constant: Constant) -> tantivy.Query:
        return tantivy.Query.const_score_query(self.query(constant.of), constant.score)


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)
