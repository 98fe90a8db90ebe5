"""What is published at this moment, by the database: where pages are, and how far the mirrors are."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db.models import Max, Q

from cms.publishing.models import Change, PublishedAddress, SiteState
from cms.publishing.record import EVERYTHING
from search.notes import Facts

AT_ONCE = 500
OF_CHANNELS = "/index.html"


def published_among(numbers: Collection[int]) -> set[int]:
    """Return those of some pages that are published."""
    found: set[int] = set()
    for part in parts_of(numbers):
        found.update(PublishedAddress.objects.filter(pk__in=part).values_list("pk", flat=True))
    return found


def published_pages(*, sites: Collection[str] = (), below: Collection[tuple[str, str]] = ()) -> list[int]:
    """Return the ids of all published pages of some sites, and below some channels given as (site, path)."""
    condition = Q(site__in=sites)
    for site, path in below:
        condition |= Q(site=site, path__startswith=f"/{path}/")
    rows = PublishedAddress.objects.filter(condition).exclude(path__endswith=OF_CHANNELS)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def count_pages() -> int:
    """Return how many pages are published, those that nobody looks for among them."""
    return PublishedAddress.objects.exclude(path__endswith=OF_CHANNELS).count()


def live_numbers() -> dict[str, int]:
    """Return by site the last change that its mirror shows. A site that nobody ever published is not among them."""
    return dict(SiteState.objects.values_list("site", "change"))


def not_live(by_site: dict[str, int], most: int) -> Facts:
    """Return what the feed said of sites after what their mirrors show; `everything` of a site with more than `most`."""
    live = live_numbers()
    facts: Facts = {}
    for site, last in by_site.items():
        if last > live.get(site, last):
            rows = Change.objects.filter(site=site, number__gt=live[site]).order_by().values("object_key")
            found = dict(rows.annotate(last=Max("number")).values_list("object_key", "last")[:most + 1])
            if len(found) > most:
                found = {EVERYTHING: last}
            facts.update({(site, key): number for key, number in found.items()})
    return facts


def parts_of(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Yield some hundred at a time."""
    rest = iter(numbers)
    while part := list(islice(rest, AT_ONCE)):
        yield part
