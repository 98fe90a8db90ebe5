"""Counts what a question asks for while its hits are looked for."""

import os
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

from search.conditions import Condition, Everything, has_passage, matching
from search.engines.base import Question
from search.engines.tantivy_queries import HALVES, Translator

BEYOND = 1000  # values that each segment tells of, so that none of the most frequent is missing
TOTAL = "total"  # stands among the fields
POOL = ThreadPoolExecutor(os.cpu_count(), "counting")


class Counting:
    """The total and the counts of one question, begun at once in another thread: tantivy lets others go on.

    Passages take long, for the places of their characters are compared page by page. Of those one half of the index is counted
    there, the other by whoever wants the result, who has the hits by then.
    """

    def __init__(self, searcher: Any, translator: Translator, question: Question) -> None:
        self._searcher, self._translator, self._most = searcher, translator, question.most_counts
        self._all = matching(question.condition)
        self._of = {field: matching(own) if own else self._all for field, own in question.counts.items()}
        self._fields: dict[Condition, set[str]] = {self._all: {TOTAL, "site"} if question.per_site else {TOTAL}}
        for field, condition in self._of.items():
            self._fields.setdefault(condition, set()).add(field)
        parts = HALVES if any(map(has_passage, self._fields)) else (None,)
        self._here, self._there = parts[1:], POOL.submit(self._counted, parts[0])

    @property
    def is_slow(self) -> bool:
        return bool(self._here)

    @property
    def total(self) -> int:
        return self._counts[self._all, TOTAL][TOTAL]

    @property
    def sites(self) -> dict[str, int]:
        """How many documents of each site there are."""
        return dict(self._counts[self._all, "site"])

    def by_field(self) -> dict[str, dict[str, int]]:
        """Return the counts that the question asks for, the most frequent values of each field first."""
        return {field: self._first(self._counts[condition, field]) for field, condition in self._of.items()}

    def _first(self, counts: Counter[str]) -> dict[str, int]:
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:self._most])

    @cached_property
    def _counts(self) -> dict[tuple[Condition, str], Counter[str]]:
        together: dict[tuple[Condition, str], Counter[str]] = {}
        for part in (*map(self._counted, self._here), self._there.result()):
            for key, counts in part.items():
                together.setdefault(key, Counter()).update(counts)
        return together

    def _counted(self, part: Condition | None) -> dict[tuple[Condition, str], dict[str, int]]:
        """Return the counts of all documents, or of those of a part."""
        found: dict[tuple[Condition, str], dict[str, int]] = {}
        for condition, fields in self._fields.items():
            asked = condition if part is None else Everything(must=(condition,), filters=(part,))
            found |= {(condition, field): counts for field, counts in self._aggregated(asked, fields).items()}
        return found

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
