"""How far a reader of the Change feed is.

Numbers are given out when a transaction writes, and become visible when it commits: a later number may be there before
an earlier one. A reader that only asked for what is greater than the last number would lose the earlier. So it also
remembers which numbers it has not seen, until the database says that nobody can bring them any more.

This module knows no models: a build looks whether there is news before it loads them.
"""

import json
from typing import NamedTuple

TABLE = "publishing_change"


class Missing(NamedTuple):
    """Numbers from `first` to `last` that were not there; transactions numbered `until` or above cannot bring them."""

    first: int
    last: int
    until: int


class Position(NamedTuple):
    """The highest number that a reader has seen, and those below that it has not."""

    number: int = 0
    missing: tuple[Missing, ...] = ()

    def ahead(self) -> tuple[str, list[int]]:
        """Return a condition on `number`, with its parameters, for what the reader has not seen."""
        words = ["number > %s", *("number BETWEEN %s AND %s" for _ in self.missing)]
        return " OR ".join(words), [self.number, *(value for gap in self.missing for value in (gap.first, gap.last))]

    def note(self) -> str:
        """Return the missing numbers as text, to be remembered beside the number."""
        return json.dumps(self.missing) if self.missing else ""

    @classmethod
    def of(cls, number: int, note: str) -> "Position":
        return cls(number, tuple(Missing(*gap) for gap in json.loads(note)) if note else ())


def still_missing(before: "Position", seen: list[int], settled: int, until: int) -> tuple[Missing, ...]:
    """Return what a reader has not seen after it has seen some numbers, in ascending order.

    `settled` is the lowest transaction that was running, `until` the first that had not begun when it looked.
    """
    old = [part for gap in before.missing if gap.until > settled for part in _without(gap, seen)]
    new = []
    expected = before.number + 1
    for number in seen:
        if number > expected:
            new.append(Missing(expected, number - 1, until))
        expected = max(expected, number + 1)
    return (*old, *new)


def _without(gap: Missing, seen: list[int]) -> list[Missing]:
    parts, first = [], gap.first
    for number in seen:
        if gap.first <= number <= gap.last:
            if number > first:
                parts.append(gap._replace(first=first, last=number - 1))
            first = number + 1
    return [*parts, gap._replace(first=first)] if first <= gap.last else parts
