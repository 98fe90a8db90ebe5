"""Sites, home pages and channels as records."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings

from cms.cluster.models import ChannelPage, FooterLink, HomeBlock, NoticeLink, QuickLink, SiteProfile
from cms.export.context import ExportContext
from cms.export.pages import words
from cms.records import ChannelRecord, HomeBlock as HomeBlockRecord, HomeRecord, Link, LinkGroup, SiteLink, SiteRecord
from cms.records.links import references_in

PROFILE = (
    "id", "key", "name", "short_name", "theme", "line", "slogan", "description", "keywords", "introduction", "banner_id",
    "id_code", "icp", "police", "sponsor", "operator", "phone", "email", "address", "postcode", "site__hostname",
)
AS_THEY_ARE = (
    "key", "name", "short_name", "theme", "slogan", "description", "introduction", "id_code", "icp", "police", "sponsor",
    "operator", "phone", "email", "address", "postcode",
)
CHANNEL = (
    "id", "path", "title", "type", "description", "keywords", "list_style", "in_navigation", "update_days",
    "exempt_reason", "intro", "depth",
)


def export_sites(context: ExportContext) -> Iterator[SiteRecord]:
    """Yield the profile of every site of the cluster."""
    rows = [row for row in SiteProfile.objects.order_by("order", "id").values(*PROFILE) if row["key"] in context.profiles]
    quick, notices, footer = (_links(model, context) for model in (QuickLink, NoticeLink, FooterLink))
    cluster = [
        SiteLink(
            key=row["key"], name=row["name"], short_name=row["short_name"], url=context.base_url(row["key"]) + "/",
            line=row["line"],
        )
        for row in rows
    ]
    for row in rows:
        context.begin()
        groups: dict[str, list[Link]] = defaultdict(list)
        for group, link in footer.get(row["id"], ()):
            groups[group].append(link)
        banner = context.image(row["banner_id"])
        yield SiteRecord(
            **{name: row[name] for name in AS_THEY_ARE}, base_url=context.base_url(row["key"]),
            domain=row["site__hostname"], keywords=words(row["keywords"]), search_url=f"{settings.DESK_URL}/search/",
            banner=banner, notices=tuple(link for _, link in notices.get(row["id"], ())),
            quick_links=tuple(link for _, link in quick.get(row["id"], ())),
            footer_links=tuple(LinkGroup(title=title, links=tuple(links)) for title, links in groups.items()),
            sites=tuple(cluster), media=context.used(),
        )


def _links(model: Any, context: ExportContext) -> Mapping[int, list[tuple[str, Link]]]:
    """Return the links of all profiles with their group: a page is given by reference, an address as it is."""
    found: dict[int, list[tuple[str, Link]]] = defaultdict(list)
    names = ["profile_id", "title", "page_id", "url", "note"]
    grouped = model is FooterLink
    for row in model.objects.order_by("profile_id", "sort_order", "id").values(*names, *(["group"] if grouped else [])):
        url = context.page_link(row["page_id"]) if row["page_id"] else row["url"]
        link = Link(title=row["title"], url=url, note=row["note"])
        found[row["profile_id"]].append((row["group"] if grouped else "", link))
    return found


def export_homes(context: ExportContext) -> Iterator[HomeRecord]:
    """Yield what the home page of every site shows."""
    blocks: dict[int, list[HomeBlockRecord]] = defaultdict(list)
    for row in HomeBlock.objects.order_by("page_id", "sort_order", "id").values("page_id", "slot", "title", "channel_id", "count"):
        blocks[row["page_id"]].append(
            HomeBlockRecord(slot=row["slot"], title=row["title"], channel=row["channel_id"], count=row["count"])
        )
    for key, profile in context.profiles.items():
        yield HomeRecord(site=key, blocks=tuple(blocks.get(profile["site__root_page_id"], ())))


def export_channels(context: ExportContext, numbers: Iterable[int] | None = None) -> Iterator[ChannelRecord]:
    """Yield the channels that are live and public; what is above a channel decides about it later, for all consumers."""
    rows = ChannelPage.objects.filter(live=True).order_by("path")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    for row in rows.values(*CHANNEL):
        place = context.places.get(row["path"])
        if place is None or context.is_private(row["path"]):
            continue
        context.begin()
        intro = context.rich_text(row["intro"])
        parent = context.places.get(row["path"][:-4])
        yield ChannelRecord(
            id=row["id"], site=place.site, path=place.path, title=row["title"], type=row["type"],
            description=row["description"], keywords=words(row["keywords"]), parent=parent.id if parent else None,
            order=_order(row["path"]), depth=row["depth"] - 2, list_style=row["list_style"],
            in_navigation=row["in_navigation"], update_days=row["update_days"], exempt_reason=row["exempt_reason"],
            intro=intro, links=references_in(intro), media=context.used(),
        )


def _order(path: str) -> int:
    """Return the place among brothers and sisters, which the last step of the tree path tells."""
    return int(path[-4:], 36)
