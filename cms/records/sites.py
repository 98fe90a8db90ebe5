"""A site of the cluster and its tree of channels."""

from cms.records.addresses import channel_address
from cms.records.base import Record
from cms.records.media import Image


class Link(Record, frozen=True, kw_only=True):
    """A place to go to: `url` is a path on the same site, or absolute for another host."""

    title: str
    url: str
    note: str = ""


class LinkGroup(Record, frozen=True, kw_only=True):
    """Links under a heading, as the footer shows them (国务院部门, 县（市、区）…)."""

    title: str
    links: tuple[Link, ...]


class SiteLink(Record, frozen=True, kw_only=True):
    """Another site of the cluster, for the switcher."""

    key: str
    name: str
    short_name: str
    url: str
    line: str = ""


class HomeBlock(Record, frozen=True, kw_only=True):
    """A block of the home page: `slot` says where the theme puts it, `channel` whose newest it shows."""

    slot: str
    title: str
    channel: int
    count: int = 8


class SiteRecord(Record, frozen=True, kw_only=True, tag_field="kind", tag="site"):
    """A site with all that its header, footer and meta tags need (domain.md 1.1 and 1.3).

    `base_url` has a scheme and no slash at the end; `domain` is the host alone (SiteDomain).
    `search_url` is the search page on the public dynamic host.
    """

    key: str
    name: str
    short_name: str
    base_url: str
    domain: str
    theme: str
    id_code: str
    icp: str
    police: str
    sponsor: str
    operator: str
    phone: str
    description: str
    keywords: tuple[str, ...]
    search_url: str
    email: str = ""
    address: str = ""
    postcode: str = ""
    slogan: str = ""
    introduction: str = ""
    banner: Image | None = None
    notices: tuple[Link, ...] = ()
    footer_links: tuple[LinkGroup, ...] = ()
    quick_links: tuple[Link, ...] = ()
    sites: tuple[SiteLink, ...] = ()
    media: tuple[str, ...] = ()


class HomeRecord(Record, frozen=True, kw_only=True, tag_field="kind", tag="home"):
    """What the home page of a site shows; apart from the site, so that no other page depends on it."""

    site: str
    blocks: tuple[HomeBlock, ...] = ()


class ChannelRecord(Record, frozen=True, kw_only=True, tag_field="kind", tag="channel"):
    """A channel (栏目). `path` has no slash at either end; `order` sorts brothers and sisters.

    `list_style`: titles, summaries, cards, blocks (a block for each child), documents, guides, people, page
    (the channel is one page of text: `intro`). `body` of a `page` channel and `intro` are safe HTML.
    """

    id: int
    site: str
    path: str
    title: str
    type: str
    description: str
    keywords: tuple[str, ...]
    parent: int | None = None
    order: int = 0
    depth: int = 1
    list_style: str = "titles"
    in_navigation: bool = True
    update_days: int | None = None
    exempt_reason: str = ""
    intro: str = ""
    links: tuple[int, ...] = ()
    media: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return channel_address(self.path)
