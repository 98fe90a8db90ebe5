"""The way out of the CMS: what is live and public, as records."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from cms.export.context import ExportContext
from cms.export.pages import Part, export_contents
from cms.export.sites import export_channels, export_homes, export_sites
from cms.export.switches import export_switches
from cms.export.tombstones import export_tombstones
from cms.media.renditions import make_renditions
from cms.records import AnyRecord


def export_all(
    part: Part = Part(), day: date | None = None  # noqa: B008 - it is frozen
) -> Iterator[AnyRecord]:
    """Yield every record of the cluster. The number of queries does not depend on the number of pages.

    Of several parts, each yields its share of the pages with the files they use; all else comes with the rest 0.
    `day` is the one as of which records are made: today unless it is given.
    """
    context = ExportContext(day)
    if 0 in part.rests:
        yield from export_sites(context)
        yield from export_homes(context)
        yield from export_switches(context)
        yield from export_channels(context)
        yield from export_tombstones()
    yield from export_contents(context, part=part)
    yield from _media(context)


def export_keys(keys: Iterable[str], day: date | None = None) -> Iterator[AnyRecord]:
    """Yield the records of some keys; a key that yields nothing is no longer published."""
    context = ExportContext(day)
    wanted: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        kind, _, name = key.partition(":")
        wanted[kind].add(name)
    if wanted["site"]:
        yield from (site for site in export_sites(context) if site.key in wanted["site"])
    if wanted["home"]:
        yield from (home for home in export_homes(context) if home.site in wanted["home"])
    if wanted["switch"]:
        yield from (switch for switch in export_switches(context) if switch.site in wanted["switch"])
    yield from export_channels(context, [int(number) for number in wanted["channel"]])
    yield from export_contents(context, [int(number) for number in wanted["content"]])
    yield from export_tombstones([int(number) for number in wanted["tombstone"]])
    yield from _media(context)


def _media(context: ExportContext) -> Iterator[AnyRecord]:
    make_renditions(context.originals)
    yield from context.files.values()
