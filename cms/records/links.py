"""References to pages (`ref:ID`), replaced by addresses: one rule for the mirrors and the read API.

`address` tells where a page or channel is, as seen from the site of the record: a path on the same site, an absolute
address on another, None if it is not published.
"""

import re
from collections.abc import Callable
from typing import TypeVar

import msgspec

from cms.records.content import Content
from cms.records.sites import ChannelRecord, Link, LinkGroup, SiteRecord

REFERENCE = re.compile(r'<a href="ref:(\d+)"([^>]*)>(.*?)</a>', re.S)
PREFIX = "ref:"
TARGET = re.compile(r'href="ref:(\d+)"')

Address = Callable[[int], str | None]
Page = TypeVar("Page", bound=Content)


def resolve_text(html: str, address: Address) -> str:
    """Replace references in HTML by addresses; of a link to a page that is gone only the words stay."""

    def replace(found: re.Match[str]) -> str:
        place = address(int(found[1]))
        return f'<a href="{place}"{found[2]}>{found[3]}</a>' if place else found[3]

    return REFERENCE.sub(replace, html)


def references_in(html: str) -> tuple[int, ...]:
    """Return the ids of the pages that HTML refers to, each once, in order."""
    return tuple(sorted({int(number) for number in TARGET.findall(html)})) if PREFIX in html else ()


def resolve_content(page: Page, address: Address) -> Page:
    return msgspec.structs.replace(page, body=resolve_text(page.body, address)) if page.links else page


def resolve_channel(channel: ChannelRecord, address: Address) -> ChannelRecord:
    return msgspec.structs.replace(channel, intro=resolve_text(channel.intro, address)) if channel.links else channel


def resolve_site(site: SiteRecord, address: Address) -> SiteRecord:
    """Return the site with addresses in its links; a link to a page that is gone is left out."""
    return msgspec.structs.replace(
        site, notices=_resolve_links(site.notices, address), quick_links=_resolve_links(site.quick_links, address),
        footer_links=tuple(
            LinkGroup(title=group.title, links=_resolve_links(group.links, address)) for group in site.footer_links
        ),
    )


def references_of(site: SiteRecord) -> set[int]:
    """Return the ids of the pages that the links of a site refer to."""
    links = (*site.notices, *site.quick_links, *(link for group in site.footer_links for link in group.links))
    return {int(link.url.removeprefix(PREFIX)) for link in links if link.url.startswith(PREFIX)}


def _resolve_links(links: tuple[Link, ...], address: Address) -> tuple[Link, ...]:
    found = []
    for link in links:
        place = address(int(link.url.removeprefix(PREFIX))) if link.url.startswith(PREFIX) else link.url
        if place:
            found.append(msgspec.structs.replace(link, url=place))
    return tuple(found)
