"""What an engine is asked: a tree of conditions on analysed fields, the same for every engine.

The words in it are tokens as `analysis` makes them, so that no engine splits, folds or stems anything itself.

Where scores count, a word's is that of BM25 with k1 = 1.2 and b = 0.75 (`boost · idf · 2.2·tf / (tf + 1.2·(0.25 + 0.75·length/average))`,
`idf = ln(1 + (N − n + 0.5)/(n + 0.5))`; Lucene leaves the factor 2.2 out, which matters beside constants), a phrase's the same
with the sum of its words' idf and the number of its occurrences. Keywords and numbers score nothing.
"""

from collections.abc import Iterable
from math import log

import msgspec
from msgspec.structs import replace


class Condition(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One node of the tree."""


class Word(Condition, frozen=True, kw_only=True):
    """The field of words has the token."""

    field: str
    token: str
    boost: float = 1.0


class Phrase(Condition, frozen=True, kw_only=True):
    """The field of words has the tokens in this order, with at most `slop` others between them in all.

    Of a phrase with slop only that it is found is the same for every engine, not its score.
    """

    field: str
    tokens: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0


class OneOf(Condition, frozen=True, kw_only=True):
    """The field of keywords has at least one of the values."""

    field: str
    values: tuple[str, ...]


class Between(Condition, frozen=True, kw_only=True):
    """The field of numbers has a value in the range, its ends included; None is open."""

    field: str
    start: int | None = None
    end: int | None = None

    def holds(self, value: int | None) -> bool:
        return value is not None and (self.start is None or self.start <= value) and (self.end is None or value <= self.end)


class Best(Condition, frozen=True, kw_only=True):
    """Any of the conditions; the score is that of the best one, and `rest` times that of the others."""

    of: tuple[Condition, ...]
    rest: float = 0.0


class Either(Condition, frozen=True, kw_only=True):
    """At least `least` of the conditions; scores add up."""

    of: tuple[Condition, ...]
    least: int = 1


class Everything(Condition, frozen=True, kw_only=True):
    """All of `must`, all of `filters` (without a score) and none of `never`; `should` only adds to the score.

    Without any condition it is every document.
    """

    must: tuple[Condition, ...] = ()
    should: tuple[Condition, ...] = ()
    filters: tuple[Condition, ...] = ()
    never: tuple[Condition, ...] = ()


class Constant(Condition, frozen=True, kw_only=True):
    """The documents of `of`, all with the same score."""

    of: Condition
    score: float


def idf(documents: int, having: int) -> float:
    """Return what a token counts that so many of all documents have."""
    return log(1 + (documents - having + 0.5) / (having + 0.5))


def matching(condition: Condition) -> Condition:
    """Return a condition that holds for the same documents and has nothing that only changes scores: to count with."""
    match condition:
        case Word() | Phrase():
            return replace(condition, boost=1.0)
        case Constant(of=of):
            return matching(of)
        case Best(of=of):
            return Either(of=tuple(map(matching, of)))
        case Either(of=of, least=least):
            return Either(of=tuple(map(matching, of)), least=least)
        case Everything(must=must, filters=filters, never=never):
            return Everything(must=joined(map(matching, (*must, *filters))), never=tuple(map(matching, never)))
    return condition


def is_scored(condition: Condition) -> bool:
    """Return whether it gives scores: filters alone do not."""
    match condition:
        case Word() | Phrase() | Constant():
            return True
        case Best(of=of) | Either(of=of):
            return any(map(is_scored, of))
        case Everything(must=must, should=should):
            return any(map(is_scored, (*must, *should)))
    return False


def joined(must: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return conditions that all hold, those of a condition that only joins others in its place."""
    found: list[Condition] = []
    for each in must:
        if isinstance(each, Everything) and each.must and not (each.should or each.filters or each.never):
            found += joined(each.must)
        else:
            found.append(each)
    return tuple(found)
