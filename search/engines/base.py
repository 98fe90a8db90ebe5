"""The seam between search and whatever keeps the index."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import msgspec

from search.conditions import Condition
from search.entries import Entry

TOTAL = "total"  # stands among the fields that are counted
EXACT = 5_000  # documents; what no more meet is always counted exactly


class Refinement(msgspec.Struct, frozen=True, kw_only=True):
    """How the first `most` hits by score are ordered anew among themselves, by what would take too long to find out of all.

    To the score of each, the scores of those of `adds` that hold are added; where `demotes` holds, that is then times `factor`.
    """

    adds: tuple[Condition, ...]
    demotes: Condition
    factor: float
    most: int


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of an engine.

    `counts` names fields of keywords to count, each with a condition of its own that is all but the field's own filter
    (None: the question's own); the `most_counts` most frequent values of each are wanted. `sort` is "score" or "minute" (the
    newest first, those without a minute last); equal ones are ordered by id, the highest first. `per_site` above zero groups
    the hits by the keyword `site`, at most so many of each, sites in the order of their best hit; `start` and `size` then
    count sites. `total` is that of the documents either way. `refine` is for hits by score that are not grouped; of equal scores
    any may come first then.

    `first` finds those hits alone that have the highest scores, with the scores that `condition` gives them; there may be few or none.
    It only makes answers sooner: an engine that has enough of them need not look at the others.
    """

    condition: Condition
    first: Condition | None = None
    start: int = 0
    size: int = 10
    sort: str = "score"
    counts: Mapping[str, Condition | None] = {}
    most_counts: int = 200
    per_site: int = 0
    refine: Refinement | None = None

    @property
    def refinement(self) -> Refinement | None:
        """Return the refinement if it holds for hits that are asked for in this way."""
        return self.refine if self.sort == "score" and not self.per_site else None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many documents there are in all, and by field and value.

    `estimated` names the fields whose counts are estimates, and `TOTAL` if the total is one: an engine may estimate what more than
    `EXACT` documents meet.
    """

    total: int
    by_field: Mapping[str, Mapping[str, int]] = {}
    estimated: frozenset[str] = frozenset()


class Found:
    """An engine's answer: (score, stored) of the hits that are asked for, and counts. Sorted by minute, scores mean nothing.

    Counts may take longer than hits: whoever reads them waits, and gets an EngineError if they fail.
    """

    def __init__(self, hits: Sequence[tuple[float, bytes]], count: Callable[[], Counts]) -> None:
        self.hits = tuple(hits)
        self._count = count

    @cached_property
    def _counted(self) -> Counts:
        return self._count()

    @property
    def total(self) -> int:
        return self._counted.total

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        return self._counted.by_field

    @property
    def estimated(self) -> frozenset[str]:
        return self._counted.estimated


class EngineError(Exception):
    """The engine cannot be reached, or its index is unusable; the words say what, in Chinese."""


class Engine(ABC):
    """An index of entries. Every method may raise EngineError; what a method has done is durable and visible when it returns."""

    @abstractmethod
    def update(self, put: Iterable[Entry], remove: Iterable[int], note: str) -> None:
        """Take out the entries of some ids, then put others in, in the place of those with the same id; keep `note` with that.

        Removals are visible before additions are, and the note only after both. Without an index there is one afterwards.
        """

    @abstractmethod
    def replace(self, entries: Iterable[Entry], note: str) -> None:
        """Build a new index of these entries alone, and put it in the place of the old one in one step.

        Until then questions are answered by the old one, and updates go into it. If `entries` raises, the old one stays.
        """

    @abstractmethod
    def ask(self, question: Question) -> Found:
        """Answer a question; without an index EngineError."""

    @abstractmethod
    def digests(self) -> dict[int, str]:
        """Return the digest of every entry by id; nothing without an index."""

    @abstractmethod
    def note(self) -> str:
        """Return the note of the last `update` or `replace`; empty without an index, or with one of another version."""
