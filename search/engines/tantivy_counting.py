"""Counts what a question asks for while its hits are looked for."""

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec

from search.conditions import Condition, Everything, has_passage, matching
from search.engines.base import TOTAL, Question
from search.engines.tantivy_queries import SAMPLED, Translator

BEYOND = 1000  # values that each segment tells of, so that none of the most frequent is missing
ENOUGH = 500  # documents of the sample that meet a condition; an estimate out of so many is right within a few hundredths
POOL = ThreadPoolExecutor(os.cpu_count(), "counting")


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many documents meet a condition, by field and value."""

    by_field: Mapping[str, Mapping[str, int]]
    is_estimate: bool = False


def rounded(count: float) -> int:
    """Return a count with three digits, as nobody would believe more of an estimate."""
    return int(float(f"{count:.3g}"))


class Counting:
    """The total and the counts of one question, begun at once in another thread: tantivy lets others go on.

    Passages take long, for the places of their characters are compared page by page. What very many pages have is therefore
    estimated out of a sample of all.
    """

    def __init__(self, searcher: Any, translator: Translator, question: Question) -> None:
        self._searcher, self._translator, self._most = searcher, translator, question.most_counts
        self._all = matching(question.condition)
        self._of = {field: matching(own) if own else self._all for field, own in question.counts.items()}
        self._fields: dict[Condition, set[str]] = {self._all: {TOTAL}}
        for field, condition in self._of.items():
            self._fields.setdefault(condition, set()).add(field)
        self._running = POOL.submit(self._counted)

    @property
    def total(self) -> int:
        return self._whole.by_field[TOTAL][TOTAL]

    @property
    def estimated(self) -> frozenset[str]:
        """The fields whose counts are estimates, the total among them."""
        counted = self._running.result()
        fields = {field for field, condition in self._of.items() if counted[condition].is_estimate}
        return frozenset({*fields, TOTAL} if self._whole.is_estimate else fields)

    def by_field(self) -> dict[str, dict[str, int]]:
        """Return the counts that the question asks for, the most frequent values of each field first."""
        counted = self._running.result()
        return {field: self._first(counted[condition].by_field[field]) for field, condition in self._of.items()}

    def _first(self, counts: Mapping[str, int]) -> dict[str, int]:
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:self._most])

    @property
    def _whole(self) -> Counts:
        return self._running.result()[self._all]

    def _counted(self) -> dict[Condition, Counts]:
        return {condition: self._counts(condition, fields) for condition, fields in self._fields.items()}

    def _counts(self, condition: Condition, fields: Iterable[str]) -> Counts:
        if has_passage(condition):
            sample = self._aggregated(Everything(must=(condition,), filters=(SAMPLED,)), {*fields, TOTAL})
            if sample[TOTAL][TOTAL] >= ENOUGH:
                return Counts(by_field=self._extrapolated(sample), is_estimate=True)
        return Counts(by_field=self._aggregated(condition, fields))

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
