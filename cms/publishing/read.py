"""Reads the Change feed."""

from typing import NamedTuple

from django.db.models import Max
from wagtail.models import Page

from cms.publishing.models import Change
from cms.publishing.record import EVERYTHING


class News(NamedTuple):
    """What changed after some number: the keys, whether everything may have, and the last number of each site."""

    number: int
    keys: set[str]
    everything: bool
    by_site: dict[str, int]


def latest_number() -> int:
    """Return the number of the last change, 0 before the first."""
    return Change.objects.aggregate(last=Max("number"))["last"] or 0


def read_since(number: int) -> News:
    """Return what changed after `number`, each object once."""
    rows = Change.objects.filter(number__gt=number)
    keys = set(rows.order_by().values_list("object_key", flat=True).distinct())
    by_site = dict(rows.order_by().values("site").annotate(last=Max("number")).values_list("site", "last"))
    return News(max([number, *by_site.values()]), keys - {EVERYTHING}, EVERYTHING in keys, by_site)


def count_pages() -> int:
    """Return how many pages there are to export, roughly: drafts are counted too."""
    return Page.objects.count()
