"""A comparison of the index with the database: some hundred pages at a time, so that memory is bounded and nobody waits."""

from collections.abc import Mapping, Sequence

from search.entries import Entry
from search.notes import Facts
from search.source import Source

STEP = 500  # pages


class Sweep:
    """Goes through pages in order, and says of each part what differs. `facts` are those that it settles."""

    def __init__(self, digests: Mapping[int, str], numbers: Sequence[int], facts: Facts) -> None:
        self._digests, self._numbers = digests, numbers
        self.facts = facts
        self.at = 0
        self.seen = self.changed = self.removed = 0

    @property
    def is_over(self) -> bool:
        return self.at >= len(self._numbers)

    @property
    def total(self) -> int:
        return len(self._numbers)

    def step(self, source: Source) -> tuple[dict[int, Entry], set[int]]:
        """Return the next entries that differ from those in the index, and the ids of entries that have no page."""
        part = self._numbers[self.at:self.at + STEP]
        self.at += len(part)
        known = {number: self._digests[number] for number in part if number in self._digests}
        there, changed = source.differing(part, known)
        surplus = known.keys() - there
        self.seen += len(there)
        self.changed += len(changed)
        self.removed += len(surplus)
        return changed, surplus
