"""Counts what questions ask for, while their hits are looked for."""

import os
from collections.abc import Callable, Iterable, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any, NamedTuple

from search.conditions import Condition, Either, Everything, OneOf, Phrase, Word, is_scored, matching
from search.engines.base import TOTAL, Counts, Question
from search.engines.tantivy_queries import APART, SAMPLED, Translator

BEYOND = 1000  # values that each segment tells of, so that none of the most frequent is missing
ENOUGH = 500  # documents of the sample that meet a condition; an estimate out of so many is right within a few hundredths
REMEMBERED = 256  # conditions, each with the counts of some fields
POOL = ThreadPoolExecutor(os.cpu_count(), "counting")


class _Counted(NamedTuple):
    """How many documents meet a condition, by field and value."""

    by_field: Mapping[str, Mapping[str, int]]
    is_estimate: bool


def rounded(count: float) -> int:
    """Return a count with three digits, as nobody would believe more of an estimate."""
    return int(float(f"{count:.3g}"))


class Counting:
    """Counts for questions to one state of an index.

    What is looked for by words or passages and very many pages have takes long, so it is estimated out of a sample of all; what
    filters alone find is counted, as lists of all of a kind are. What was counted is remembered: whoever turns the page, or asks
    what many ask, waits for hits alone.
    """

    def __init__(self, searcher: Any, translator: Translator) -> None:
        self._counted = lru_cache(REMEMBERED)(_Counter(searcher, translator).counted)

    def begin(self, question: Question) -> Callable[[], Counts]:
        """Return what gives the counts: any but the total alone are begun at once, in another thread, for tantivy lets others go on."""
        return POOL.submit(self.count, question).result if question.counts else partial(self.count, question)

    def count(self, question: Question) -> Counts:
        """Return the total and the most frequent values of each field."""
        everything = matching(question.condition)
        of = {TOTAL: everything} | {field: matching(own) if own else everything for field, own in question.counts.items()}
        fields: dict[Condition, set[str]] = {}
        for field, condition in of.items():
            fields.setdefault(condition, set()).add(field)
        counted = {condition: self._counted(condition, frozenset(each)) for condition, each in fields.items()}
        return Counts(
            total=counted[everything].by_field[TOTAL][TOTAL],
            by_field={field: _first(counted[of[field]].by_field[field], question.most_counts) for field in question.counts},
            estimated=frozenset(field for field, condition in of.items() if counted[condition].is_estimate),
        )


def _first(counts: Mapping[str, int], most: int) -> dict[str, int]:
    """Return the counts of the most frequent values."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


class _Counter:
    """Counts what meets a condition."""

    def __init__(self, searcher: Any, translator: Translator) -> None:
        self._searcher, self._translator = searcher, translator

    def counted(self, condition: Condition, fields: Set[str]) -> _Counted:
        if is_scored(condition) and self._most(condition) >= ENOUGH * APART:
            sample = self._aggregated(Everything(must=(condition,), filters=(SAMPLED,)), {*fields, TOTAL})
            if sample[TOTAL][TOTAL] >= ENOUGH:
                return _Counted(self._extrapolated(sample), is_estimate=True)
        return _Counted(self._aggregated(condition, fields), is_estimate=False)

    def _most(self, condition: Condition) -> int:
        """Return how many documents may meet a condition at most, as far as the rarest token in it tells."""
        match condition:
            case Word(field=field, token=token):
                return int(self._searcher.doc_freq(field, token))
            case Phrase(field=field, tokens=tokens):
                return min(int(self._searcher.doc_freq(field, token)) for token in tokens)
            case OneOf(field=field, values=values):
                return sum(int(self._searcher.doc_freq(field, value)) for value in values)
            case Either(of=of):
                return sum(map(self._most, of))
            case Everything(must=must):
                return min(map(self._most, must), default=self._searcher.num_docs)
        return int(self._searcher.num_docs)

    def _extrapolated(self, sample: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
        sampled = self._searcher.search(self._translator.query(SAMPLED), limit=1, count=True).count
        times = (self._searcher.num_docs - 1) / sampled  # one is the note
        return {field: {value: rounded(count * times) for value, count in counts.items()} for field, counts in sample.items()}

    def _aggregated(self, condition: Condition, fields: Iterable[str]) -> dict[str, dict[str, int]]:
        if not self._searcher.num_segments:
            return {field: {TOTAL: 0} if field == TOTAL else {} for field in fields}
        wanted: dict[str, Any] = {
            field: {"value_count": {"field": "key"}} if field == TOTAL
            else {"terms": {"field": field, "size": BEYOND, "segment_size": BEYOND}} for field in fields
        }
        answer = self._searcher.aggregate(self._translator.query(condition), wanted)
        return {
            field: {TOTAL: int(answer[field]["value"])} if field == TOTAL
            else {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[field]["buckets"]} for field in fields
        }
