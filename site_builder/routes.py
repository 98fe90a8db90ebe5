"""Which outputs a site has, and where each of them is."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cms.records import ChannelRecord, TombstoneRecord
from site_builder.catalogue import CLUSTER, DOCUMENTS, entry_address, is_data, list_address, mirror_of, scopes_on, split
from site_builder.errors import BuilderError
from site_builder.response_headers import STATE
from site_builder.snapshot import Row, Snapshot
from site_builder.tombstones import GONE, MOVED, standing

SITE_MAP = "/site_map.html"
SEARCH = "/search.html"
NOT_FOUND = "/404.html"
NOTICE = "/_fragments/notice.html"  # included into every page, as the state is: both change without them
TITLES = "/_search/"  # the static index, in the place of the search server
PAGES = ("content", "channel", "catalogue", "filed", "home", "site_map", "search", "not_found")  # the kinds that a reader opens


class Output(NamedTuple):
    """A file to make: `kind` names its renderer, `subject` and `number` are the renderer's arguments."""

    site: str
    path: str
    kind: str
    subject: str = ""
    number: int = 0


def list_page_address(channel_path: str, number: int) -> str:
    """Return the address of list page `number` of a channel; 0 is the newest."""
    return f"/{channel_path}/index_{number}.html" if number else f"/{channel_path}/index.html"


def feed_address(channel_path: str) -> str:
    return f"/{channel_path}/rss.xml" if channel_path else "/rss.xml"


def fragment_address(channel: int) -> str:
    return f"/_fragments/{channel}.html"


def data_address(path: str) -> str:
    """Return where the static JSON of a page is."""
    return path.removesuffix(".html") + ".json"


def paths_of(outputs: Sequence[Output]) -> set[str]:
    """Return where the outputs of a site are; two with one path are an error: which of them would be read is chance."""
    paths = {output.path for output in outputs}
    if len(paths) == len(outputs):
        return paths
    found: dict[str, Output] = {}
    first, second = next((found[each.path], each) for each in outputs if found.setdefault(each.path, each) is not each)
    raise BuilderError(
        f"两个页面的地址相同：{first.path}（{first.kind} {first.subject} 与 {second.kind} {second.subject}）"
    )


def outputs_of(snapshot: Snapshot, site: str, assets: list[str]) -> Iterator[Output]:
    """Yield every output of a site. `assets` are the addresses of its theme's assets."""
    for path in assets:
        yield Output(site, path, "asset")
    yield from _media(snapshot, site)
    for row in snapshot.rows_of_site[site].values():
        yield from page_outputs(row)
    yield from _channels(snapshot, site)
    yield from _catalogue(snapshot, site)
    yield Output(site, "/index.html", "home")
    yield Output(site, "/index.json", "home_data")
    yield Output(site, SITE_MAP, "site_map")
    yield Output(site, SEARCH, "search")
    yield Output(site, NOT_FOUND, "not_found")
    yield Output(site, NOTICE, "notice")
    yield Output(site, STATE, "state")
    yield Output(site, "/rss.xml", "feed")
    yield Output(site, "/robots.txt", "robots")
    yield Output(site, "/sitemap.xml", "sitemap_index")
    yield Output(site, "/sitemap/channels.xml", "sitemap_channels")
    yield Output(site, f"{TITLES}index.json", "title_months")
    for month in sorted(snapshot.rows_of_month[site]):
        yield from month_outputs(site, month)
    for tombstone, leads_on in standing(snapshot, site):
        yield tombstone_output(tombstone, leads_on=leads_on)


def page_outputs(row: Row) -> tuple[Output, Output]:
    """Return the page and its data."""
    path, subject = row.card.url, str(row.id)
    return Output(row.site, path, "content", subject), Output(row.site, data_address(path), "content_data", subject)


def list_page_outputs(channel: ChannelRecord, number: int) -> tuple[Output, Output]:
    """Return a list page of a channel and its data."""
    path, subject = list_page_address(channel.path, number), str(channel.id)
    return (
        Output(channel.site, path, "channel", subject, number),
        Output(channel.site, data_address(path), "channel_data", subject, number),
    )


def month_outputs(site: str, month: str) -> tuple[Output, Output]:
    """Return what lists the pages that were published in a month: for other search engines, and for our own search page."""
    return Output(site, f"/sitemap/{month}.xml", "sitemap_month", month), Output(site, f"{TITLES}{month}.json", "titles", month)


def tombstone_output(tombstone: TombstoneRecord, *, leads_on: bool) -> Output:
    """Return what is said at an address where a page was."""
    kind, folder = ("moved", MOVED) if leads_on else ("gone", GONE)
    return Output(tombstone.site, f"{folder}{tombstone.path}", kind, str(tombstone.id))


def _channels(snapshot: Snapshot, site: str) -> Iterator[Output]:
    for channel in snapshot.channels.values():
        if channel.site != site:
            continue
        subject = str(channel.id)
        for number in range(snapshot.listed(channel).archived_pages() + 1):
            yield from list_page_outputs(channel, number)
        yield Output(site, feed_address(channel.path), "feed", subject)
        yield Output(site, fragment_address(channel.id), "fragment", subject)


def _media(snapshot: Snapshot, site: str) -> Iterator[Output]:
    for path, uses in sorted(snapshot.media_uses[site].items()):
        if uses > 0:
            yield Output(site, path, "media", path)


def _catalogue(snapshot: Snapshot, site: str) -> Iterator[Output]:
    for scope in scopes_on(site):
        if has_catalogue(snapshot, scope):
            yield from entry_outputs(scope)
        for name in snapshot.catalogue.of_scope(scope):
            for number in range(snapshot.catalogue.lists[name].archived_pages() + 1):
                yield from filed_outputs(name, number)


def sitemap_name(scope: str) -> str:
    """Return what the sitemap of a catalogue is called among the others."""
    return "catalogue-all" if scope == CLUSTER else "catalogue"


def entry_outputs(scope: str) -> tuple[Output, ...]:
    """Return the page where the catalogue of a scope begins, its data, and the sitemap of its lists."""
    site, path = mirror_of(scope), entry_address(scope)
    return (
        Output(site, path, "catalogue", scope), Output(site, data_address(path), "catalogue_data", scope),
        Output(site, f"/sitemap/{sitemap_name(scope)}.xml", "sitemap_catalogue", scope),
    )


def filed_outputs(name: str, number: int) -> tuple[Output, ...]:
    """Return a page of a list of the catalogue and its data; a year of the library is one file of data."""
    site, path = mirror_of(split(name)[0]), list_address(name, number)
    if is_data(name):
        return (Output(site, path, "filed_data", name),) if number == 0 else ()
    return Output(site, path, "filed", name, number), Output(site, data_address(path), "filed_data", name, number)


def has_catalogue(snapshot: Snapshot, scope: str) -> bool:
    """Return whether a scope has any documents."""
    return snapshot.catalogue.has(f"{scope}/{DOCUMENTS}")


def is_filed(snapshot: Snapshot, output: Output) -> bool:
    """Return whether a page of a list, or its data, is wanted."""
    members = snapshot.catalogue.lists.get(output.subject)
    return members is not None and output.number <= members.archived_pages()
