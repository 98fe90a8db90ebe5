"""The channels of every site by their address, and the creation of those that an import needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from wagtail.models import Page

from cms.articles.imports.channel_names import choose_type, describe_channel, name_channel
from cms.articles.models import Genre
from cms.cluster.channel_types import UPDATE_DAYS, ChannelType
from cms.cluster.models import ChannelPage, ListStyle, SiteProfile
from cms.core.bulk import insert_pages

STEP = Page.steplen
Address = tuple[str, str]  # a site's key and the path of slugs below its home page


@dataclass(frozen=True, slots=True)
class Channel:
    id: int
    path: str
    genre: Genre


class ChannelTree:
    """The channels as they are when it is made; two queries."""

    def __init__(self) -> None:
        self.sites = {one.key: one for one in SiteProfile.objects.select_related("site__root_page")}
        self._homes = {one.site.root_page.path: key for key, one in self.sites.items()}
        self._channels: dict[Address, Channel] = {}
        places: dict[str, Address] = {path: (key, "") for path, key in self._homes.items()}
        rows = ChannelPage.objects.order_by("path").values_list("id", "path", "slug", "type")
        for pk, path, slug, kind in rows:
            above = places.get(path[:-STEP])
            if above:
                address = (above[0], f"{above[1]}/{slug}".lstrip("/"))
                places[path] = address
                self._channels[address] = Channel(pk, path, _genre(kind))

    def find(self, site: str, section: str) -> Channel | None:
        return self._channels.get((site, section))

    def get(self, site: str, section: str) -> Channel:
        return self._channels[site, section]

    def site_of(self, path: str) -> str:
        """Return the key of the site that a page's place in the tree belongs to, or an empty string."""
        return next((key for home, key in self._homes.items() if path.startswith(home)), "")

    def missing(self, site: str, section: str) -> list[Address]:
        """Return what has to be created for a section, from the top."""
        return [(site, part) for part in _parts(section) if (site, part) not in self._channels]

    def find_occupied(self, addresses: Iterable[Address]) -> set[Address]:
        """Return those missing addresses that a page which is no channel has already."""
        by_path = {self._url_path(site, section): (site, section) for site, section in addresses}
        if not by_path:
            return set()
        taken = Page.objects.filter(url_path__in=by_path).values_list("url_path", flat=True)
        return {by_path[path] for path in taken}

    def create(self, wanted: Mapping[Address, str]) -> list[Page]:
        """Create channels and those above them that are missing, level by level; return the new ones."""
        names = dict.fromkeys((part for address in wanted for part in self.missing(*address)), "") | dict(wanted)
        created: list[Page] = []
        for _, level in groupby(sorted(names, key=_depth), key=_depth):
            addresses = list(level)
            parents = Page.objects.in_bulk({self._parent_id(site, section) for site, section in addresses})
            pages = {address: self._build(address, names[address], is_wanted=address in wanted) for address in addresses}
            created += insert_pages((parents[self._parent_id(*address)], page) for address, page in pages.items())
            for address, page in pages.items():
                self._channels[address] = Channel(page.pk, page.path, _genre(page.type))
        return created

    def _build(self, address: Address, title: str, *, is_wanted: bool) -> ChannelPage:
        site, slug = self.sites[address[0]].short_name, address[1].rpartition("/")[2]
        name = title or name_channel(slug, site)
        kind = choose_type(name)
        return ChannelPage(
            title=name, slug=slug, type=kind, description=describe_channel(name, site), keywords=f"{site},{name}",
            list_style=ListStyle.TITLES if is_wanted else ListStyle.BLOCKS, update_days=UPDATE_DAYS.get(kind),
        )

    def _parent_id(self, site: str, section: str) -> int:
        above = section.rpartition("/")[0]
        return self._channels[site, above].id if above else self.sites[site].site.root_page_id

    def _url_path(self, site: str, section: str) -> str:
        return f"{self.sites[site].site.root_page.url_path}{section}/"


def _genre(kind: str) -> Genre:
    return Genre(Genre.NOTICE if kind == ChannelType.NOTICES else Genre.NEWS)


def _depth(address: Address) -> int:
    return address[1].count("/")


def _parts(section: str) -> list[str]:
    slugs = section.split("/")
    return ["/".join(slugs[:count]) for count in range(1, len(slugs) + 1)]
