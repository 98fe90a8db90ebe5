"""Where pages are on the mirrors at this moment, by the database; the number of queries does not depend on that of pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageViewRestriction

from cms.cluster.models import ChannelPage
from cms.core.models import ContentPage
from cms.publishing.sites import site_keys_by_path
from cms.records.addresses import channel_address, content_address

AT_ONCE = 5000  # databases limit the number of parameters of a statement
FEW = 200
STEP = Page.steplen

Each = TypeVar("Each")


class Address(NamedTuple):
    """A place on a mirror."""

    site: str
    path: str


@dataclass(frozen=True)
class Outline:
    """What of the tree is read at one time: the keys of sites by the tree path of their home page, and what is closed.

    Nobody can open what is at the tree paths `hidden`, or below.
    """

    sites: dict[str, str]
    hidden: tuple[str, ...]


def outline(gone: tuple[str, ...] = ()) -> Outline:
    """Return the outline at this moment; `gone` is hidden, too."""
    return Outline(site_keys_by_path(), (*PageViewRestriction.objects.values_list("page__path", flat=True), *gone))


def find_places(numbers: Iterable[int], tree: Outline) -> dict[int, Address]:
    """Return where those of some pages are that readers can open."""
    found: dict[int, Address] = {}
    for part in parts_of(sorted(numbers)):
        wanted = set(part)
        rows = Page.objects.filter(live=True, **among("pk", part)).values_list("pk", "path", "content_type_id")
        kept = [row for row in rows if row[0] in wanted and not row[1].startswith(tree.hidden)]
        found |= _places(kept, _open_channels({path for _, path, _ in kept}, tree))
    return found


def parts_of(items: Iterable[Each]) -> Iterator[list[Each]]:
    """Yield what a statement can take at once."""
    rest = iter(items)
    while part := list(islice(rest, AT_ONCE)):
        yield part


def among(column: str, numbers: list[int]) -> dict[str, Any]:
    """Return the condition that a column is one of some sorted numbers. Whoever asks drops others that come, too.

    Where the numbers lie side by side, as those of an import do, first and last are enough, which is far quicker.
    """
    if len(numbers) > FEW and numbers[-1] - numbers[0] < 2 * len(numbers):
        return {f"{column}__gte": numbers[0], f"{column}__lte": numbers[-1]}
    return {f"{column}__in": numbers}


def _places(rows: list[tuple[int, str, int]], channels: dict[str, Address]) -> dict[int, Address]:
    """Return the places of pages given as (id, tree path, type) in channels that are open."""
    found: dict[int, Address] = {}
    inside: dict[type[Any], dict[int, Address]] = {}
    for number, path, type_id in rows:
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is ChannelPage and path in channels:
            site, place = channels[path]
            found[number] = Address(site, channel_address(place))
        elif model is not None and issubclass(model, ContentPage) and path[:-STEP] in channels:
            inside.setdefault(model, {})[number] = channels[path[:-STEP]]
    zone = ZoneInfo(settings.TIME_ZONE)
    for model, parents in inside.items():
        times = model._default_manager.filter(**among("pk", sorted(parents))).values_list("pk", "published_at")
        for number, published in times:
            if number in parents:
                site, place = parents[number]
                found[number] = Address(site, content_address(place, published.astimezone(zone).isoformat(), number))
    return found


def _open_channels(paths: set[str], tree: Outline) -> dict[str, Address]:
    """Return by tree path the site and mirror path of those channels above some pages, or at them, that readers can open."""
    wanted = {path[:end] for path in paths for end in range(2 * STEP, len(path) + 1, STEP)}
    rows = ChannelPage.objects.filter(live=True).order_by("path")
    if len(wanted) <= FEW:
        rows = rows.filter(path__in=wanted)
    above = {path: Address(site, "") for path, site in tree.sites.items()}
    found: dict[str, Address] = {}
    for path, slug in rows.values_list("path", "slug"):
        parent = above.get(path[:-STEP])
        if parent is not None and not path.startswith(tree.hidden):
            found[path] = above[path] = Address(parent.site, f"{parent.path}/{slug}" if parent.path else slug)
    return found
