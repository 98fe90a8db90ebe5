"""Asks the engine of this project for whoever uses search: the views and the command.

Whatever the index says, a page that is not published at this moment is in no answer: the database is asked about each.
"""

from collections.abc import Collection, Iterable
from html import escape
from typing import NamedTuple

from django.utils import timezone

from search import searching
from search.answers import FacetValue, RelatedList, Result, Suggestion, SuggestionList
from search.current import current
from search.documents import Document
from search.project import engine
from search.published import published_among
from search.query import Query
from search.results import Hit


class Asked(NamedTuple):
    """What is answered to a search."""

    total: int
    results: tuple[Result, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    did_you_mean: str
    best_bets: tuple[Result, ...]
    estimated: bool


def search(query: Query, home: str = "") -> Asked:
    """Search as who asks from a site's pages (empty: from none in particular). Raises EngineError."""
    found = searching.search(engine(), query, current.words(home), today=timezone.localdate())
    published = published_among([hit.document.id for hit in found.hits] + [bet.id for bet in found.best_bets])
    labels = current.names().labels
    return Asked(
        total=found.total, estimated=found.estimated, did_you_mean=found.did_you_mean,
        results=tuple(_result(hit.document, hit) for hit in found.hits if hit.document.id in published),
        best_bets=tuple(_result(bet) for bet in found.best_bets if bet.id in published),
        facets={
            name: tuple(
                FacetValue(
                    value=each.value, label=labels.get(name, {}).get(each.value) or each.label, count=each.count,
                    chosen=each.chosen, estimated=each.estimated,
                ) for each in counts
            ) for name, counts in found.facets.items()
        },
    )


def suggest(text: str, sites: Collection[str], size: int, home: str = "") -> SuggestionList:
    """Return what who is typing may mean; without a text the hot queries alone."""
    documents = searching.suggest(engine(), text, sites, size) if text else []
    return SuggestionList(
        results=tuple(Suggestion(text=each.title, url=each.url) for each in _published(documents)),
        hot=current.words(home).hot,
    )


def related(number: int, size: int) -> RelatedList:
    """Return pages that are about the same as one; nothing of one that is not published. Raises EngineError."""
    of = next(iter(_published(searching.by_id(engine(), [number]))), None)
    if of is None:
        return RelatedList(title="", url="", results=())
    found = _published(searching.related(engine(), number, size))
    return RelatedList(title=of.title, url=of.url, results=tuple(map(_result, found)))


def _published(documents: Iterable[Document]) -> list[Document]:
    found = list(documents)
    published = published_among([each.id for each in found])
    return [each for each in found if each.id in published]


def _result(document: Document, hit: Hit | None = None) -> Result:
    return Result(
        id=document.id, site=document.site, kind=document.kind, title=document.title, url=document.url, date=document.date,
        title_html=hit.title if hit else escape(document.title), snippet_html=hit.snippet if hit else escape(document.summary),
        site_name=current.names().labels.get("site", {}).get(document.site, ""), source=document.source,
        channel_title=document.channel_title, organisation_names=document.organisation_names,
        number=document.number, index_number=document.index_number,
        validity=document.validity, alias=document.alias,
    )
