"""What a search answers with."""

import msgspec

from search.documents import Document


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was found. `title` and `snippet` are safe HTML with `<mark>` around what was looked for."""

    document: Document
    score: float
    title: str
    snippet: str


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many documents have a value of a facet, or about how many; `label` is what people call it."""

    value: str
    label: str
    count: int
    chosen: bool = False
    estimated: bool = False


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """`total` is an estimate if `estimated`. `did_you_mean` is a better spelling (您是不是要找), empty when there is none.

    `best_bets` stand above all hits.
    With `by_site` asked for, `hits` has at most three of each site, in the order of the best of each.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[Count, ...]]
    did_you_mean: str = ""
    best_bets: tuple[Document, ...] = ()
    estimated: bool = False
