"""Conditions as queries of tantivy."""

from collections.abc import Callable
from typing import Any

from tantivy import FieldType, Occur, Query

from search.conditions import (
    Best,
    Between,
    Condition,
    Constant,
    Either,
    Everything,
    OneOf,
    Phrase,
    Weighted,
    Word,
)

LEAST, GREATEST = -(2**62), 2**62


class Translator:
    """Makes queries for indexes of one schema."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema
        self._rules: dict[type[Condition], Callable[[Any], Any]] = {
            Word: self._word, Phrase: self._phrase, OneOf: self.filter, Between: self.filter, Best: self._best, Either: self._either,
            Everything: self._everything, Constant: self._constant, Weighted: self._weighted,
        }

    def query(self, condition: Condition) -> Any:
        return self._rules[type(condition)](condition)

    def filter(self, condition: Condition) -> Any:
        """Return a query that gives no score."""
        if isinstance(condition, OneOf):
            query = Query.term_set_query(self._schema, condition.field, list(condition.values)) if condition.values else Query.empty_query()
        elif isinstance(condition, Between):
            start = LEAST if condition.start is None else condition.start
            end = GREATEST if condition.end is None else condition.end
            query = Query.range_query(self._schema, condition.field, FieldType.Integer, start, end)
        else:
            query = self.query(condition)
        return Query.const_score_query(query, 0.0)

    def _word(self, word: Word) -> Any:
        return _boosted(Query.term_query(self._schema, word.field, word.token, "freq"), word.boost)

    def _phrase(self, phrase: Phrase) -> Any:
        if len(phrase.tokens) == 1:
            return self._word(Word(field=phrase.field, token=phrase.tokens[0], boost=phrase.boost))
        return _boosted(Query.phrase_query(self._schema, phrase.field, list(phrase.tokens), phrase.slop), phrase.boost)

    def _best(self, best: Best) -> Any:
        if not best.of:
            return Query.empty_query()
        return Query.disjunction_max_query([self.query(each) for each in best.of], best.rest)

    def _either(self, either: Either) -> Any:
        if len(either.of) < either.least:
            return Query.empty_query()
        return Query.boolean_query([(Occur.Should, self.query(each)) for each in either.of], either.least)

    def _everything(self, everything: Everything) -> Any:
        parts = [(Occur.Must, self.query(each)) for each in everything.must]
        parts += [(Occur.Must, self.filter(each)) for each in everything.filters]
        if not parts:
            parts = [(Occur.Must, Query.const_score_query(Query.all_query(), 0.0))]
        parts += [(Occur.Should, self.query(each)) for each in everything.should]
        parts += [(Occur.MustNot, self.query(each)) for each in everything.never]
        return Query.boolean_query(parts)

    def _constant(self, constant: Constant) -> Any:
        return Query.const_score_query(self.query(constant.of), constant.score)

    def _weighted(self, weighted: Weighted) -> Any:
        """Return two alternatives that exclude each other: one query cannot look at another's documents."""
        of, where = self.query(weighted.of), self.filter(weighted.where)
        inside = Query.boolean_query([(Occur.Must, of), (Occur.Must, where)])
        outside = Query.boolean_query([(Occur.Must, of), (Occur.MustNot, where)])
        return Query.boolean_query([(Occur.Should, Query.boost_query(inside, weighted.boost)), (Occur.Should, outside)], 1)


def _boosted(query: Any, boost: float) -> Any:
    return query if boost == 1.0 else Query.boost_query(query, boost)
