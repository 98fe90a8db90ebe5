"""Reads the Change feed."""

from typing import NamedTuple

from django.db import connection
from django.db.models import Max
from wagtail.models import Page

from cms.publishing.models import Change
from cms.publishing.position import TABLE, Position, still_missing
from cms.publishing.record import EVERYTHING


class News(NamedTuple):
    """What a reader had not seen: the keys, whether everything may have changed, the last number of each site, where
    the reader is now, and the last number of each (site, key), `everything` among them."""

    position: Position
    keys: set[str]
    everything: bool
    by_site: dict[str, int]
    facts: dict[tuple[str, str], int]


def latest_number() -> int:
    """Return the number of the last change, 0 before the first."""
    return Change.objects.aggregate(last=Max("number"))["last"] or 0


def read_since(position: Position) -> News:
    """Return what the reader at a position has not seen, each object once; call it in a transaction that sees one moment."""
    condition, parameters = position.ahead()
    facts: dict[tuple[str, str], int] = {}
    by_site: dict[str, int] = {}
    numbers: list[int] = []
    with connection.cursor() as cursor:
        # The name of the table and the condition are ours; every value is a parameter.
        query = f"SELECT number, site, object_key FROM {TABLE} WHERE {condition} ORDER BY number"  # noqa: S608
        cursor.execute(query, parameters)
        for number, site, key in cursor:
            numbers.append(number)
            facts[site, key] = number
            by_site[site] = number
    keys = {key for _, key in facts}
    return News(_after(position, numbers), keys - {EVERYTHING}, EVERYTHING in keys, by_site, facts)


def read_all() -> News:
    """Return where a reader is that takes over everything, and the last number of each site, without any keys."""
    rows = Change.objects.order_by().values("site").annotate(last=Max("number"))
    by_site = dict(rows.values_list("site", "last"))
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True)) if _may_miss() else []
    position = _after(Position(), numbers)._replace(number=max(by_site.values(), default=0))
    return News(position, set(), True, by_site, {})


def _after(before: Position, seen: list[int]) -> Position:
    number = max([before.number, *seen[-1:]])
    if not _may_miss():
        return Position(number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(now), pg_snapshot_xmax(now) FROM pg_current_snapshot() AS now")
        settled, until = (int(value) for value in cursor.fetchone())
    return Position(number, still_missing(before, seen, settled, until))


def _may_miss() -> bool:
    """Return whether transactions can commit in another order than they numbered: SQLite has one writer at a time."""
    return connection.vendor == "postgresql"


def count_pages() -> int:
    """Return how many pages there are to export, roughly: drafts are counted too."""
    return Page.objects.count()
