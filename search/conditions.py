"""What an engine is asked: a tree of conditions on analysed fields, the same for every engine.

The words in it are tokens as `analysis` makes them, so that no engine splits, folds or stems anything itself. Conditions in
`Everything.must` and `Either.of` give scores (BM25 with k1 = 1.2 and b = 0.75, times `boost`); filters give none.
"""

import msgspec


class Condition(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One node of the tree."""


class Word(Condition, frozen=True, kw_only=True):
    """The field of words has the token."""

    field: str
    token: str
    boost: float = 1.0


class Phrase(Condition, frozen=True, kw_only=True):
    """The field of words has the tokens one after the other; `slop` moves at most."""

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


class Weighted(Condition, frozen=True, kw_only=True):
    """The documents of `of`, their score times `boost`, whatever it was before."""

    of: Condition
    boost: float
