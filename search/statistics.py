"""The statistics of searches: sums written down by site and day, and what staff are shown of them."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from wagtail.models import Page

from search.models import ClickCount, QueryCount
from search.tally import Clicked, Counts, Searched, Tally

KEPT = timedelta(days=400)
SHOWN = 50


@cache
def tally() -> Tally:
    """Return the counts of this process."""
    return Tally(write_counts, settings.SEARCH_STATISTICS_SECONDS)


@transaction.atomic
def write_counts(counts: Counts) -> None:
    """Add counts to those of today."""
    day = timezone.localdate()
    queries = {key: n for key, n in counts.items() if isinstance(key, Searched)}
    pages = {key: n for key, n in counts.items() if isinstance(key, Clicked)}
    texts = {(key.site, key.text) for key in queries}
    QueryCount.objects.bulk_create((QueryCount(site=site, day=day, text=text) for site, text in texts), ignore_conflicts=True)
    ClickCount.objects.bulk_create((ClickCount(site=key.site, day=day, page=key.page) for key in pages), ignore_conflicts=True)
    for key, count in queries.items():
        QueryCount.objects.filter(site=key.site, day=day, text=key.text).update(**{key.what: F(key.what) + count})
    for place, count in pages.items():
        ClickCount.objects.filter(site=place.site, day=day, page=place.page).update(clicks=F("clicks") + count)
    for model in (QueryCount, ClickCount):
        model._default_manager.filter(day__lt=day - KEPT).delete()


class Report(NamedTuple):
    """What was searched for in some days: rows with `text`, `searches`, `without_results`, `clicks`; pages with `title`, `clicks`."""

    searches: int
    without_results: int
    clicks: int
    top: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    opened: list[dict[str, Any]]


def report(sites: Collection[str], since: date) -> Report:
    """Return the statistics of searches from the pages of some sites."""
    rows = QueryCount.objects.filter(site__in=sites, day__gte=since)
    sums = {name: Sum(name) for name in ("searches", "without_results", "clicks")}
    total = {name: value or 0 for name, value in rows.aggregate(**sums).items()}
    queries = rows.order_by().values("text").annotate(**sums)
    opened = list(
        ClickCount.objects.filter(site__in=sites, day__gte=since).order_by().values("page").annotate(clicks=Sum("clicks"))
        .order_by("-clicks", "page")[:SHOWN]
    )
    titles = dict(Page.objects.filter(pk__in=[row["page"] for row in opened]).values_list("pk", "title"))
    return Report(
        **total, top=list(queries.order_by("-searches", "text")[:SHOWN]),
        missing=list(queries.filter(without_results__gt=0).order_by("-without_results", "text")[:SHOWN]),
        opened=[{**row, "title": titles.get(row["page"], f"已删除的页面 {row['page']}")} for row in opened],
    )
