"""The pages of the disclosure catalogue: where it begins, its lists, and the library of policy documents."""

from collections.abc import Sequence
from urllib.parse import urlencode, urljoin

from cms.records import ChannelRecord, Link, SiteRecord
from site_builder import page_standard
from site_builder.catalogue import (
    DOCUMENTS,
    FACETS,
    LIBRARY,
    TITLE,
    TITLE_OF_LIBRARY,
    entry_address,
    facet_of,
    folder_of,
    list_address,
    split,
    title_of,
)
from site_builder.content import Content
from site_builder.errors import PageError
from site_builder.listing import listing_of_catalogue
from site_builder.pages import Pages

SEARCH = "/search.html"  # of the mirror: what a script cannot find here, the search page does
DATA = "/api/v1/disclosure/"  # on the public dynamic host: the catalogue as files
MOST_AS_A_FILE = 20_000  # documents; with more the host wants conditions, so no link offers all of them
NEWEST = 8
# What the tags say on a site that has no channel for its catalogue.
STANDING_IN = ChannelRecord(
    id=0, site="", path="catalogue", title=TITLE, type=TITLE, description="按主题、体裁、机构、服务对象和年度查找主动公开的政府信息。",
    keywords=("政府信息公开", "目录"),
)


class CataloguePages:
    """Renders them with the layout and tags of the channel that the catalogue belongs to."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def entry(self, scope: str, content: Content) -> bytes:
        """Return the page that shows the values of every facet with their counts."""
        site, channel = content.identity(), self._channel(content)
        title = title_of(scope)
        facets = [(FACETS[facet], values) for facet, values in content.facets(scope).items()]
        documents = f"{scope}/{DOCUMENTS}"
        count = content.count(documents)
        own = entry_address(scope)
        tags = self._tags(channel, f"{site.name}{title}，按分类查找文件。")
        head = self._pages.head(f"{title}·分类浏览-{site.name}", site.base_url + own, tags)
        return self._pages.assemble(
            "pages/catalogue.html", head, content, site, channel, title=title, facets=facets, folder=folder_of(scope),
            count=count, files=files_of(content.site(), scope, count),
            newest=content.page_of_list(documents, 0)[:NEWEST], documents_url=list_address(documents),
            fixed=content.children(channel.id) if channel else [], others=self._others(own, content), of_all=not scope,
        )

    def listing(self, name: str, number: int, content: Content) -> bytes:
        """Return a page of a list; the library's has a form as well."""
        site, channel = content.identity(), self._channel(content)
        scope, place = split(name)
        filed = content.place(name)
        if filed is None:
            raise PageError("目录中没有这一分类的文件")
        facet = FACETS.get(facet_of(place), "")
        catalogue = title_of(scope)
        part = f"（第{number}页）" if number else ""
        words = f"{facet}：{filed.label}" if facet else filed.label
        head = self._pages.head(
            f"{words}{part}-{catalogue}-{site.name}", site.base_url + list_address(name, number),
            self._tags(channel, f"{catalogue}中“{filed.label}”的文件。"),
        )
        shown = listing_of_catalogue(name, number, content)
        common = {
            "listing": shown, "label": filed.label, "facet": facet, "of_all": not scope,
            "catalogue": Link(title=catalogue, url=entry_address(scope)),
        }
        if place == LIBRARY:
            return self._pages.assemble(
                "pages/library.html", head, content, site, channel, **common, title=title_of(scope, TITLE_OF_LIBRARY),
                choices=content.choices(scope) if number == 0 else None, folder=folder_of(scope), search=SEARCH,
                others=self._others(list_address(name), content),
            )
        within = content.place(f"{scope}/{filed.within}") if filed.within else None
        parts = [Link(title=label, url=list_address(each)) for each, label in content.parts(name)] if number == 0 else []
        return self._pages.assemble(
            "pages/filed.html", head, content, site, channel, **common, parts=parts,
            within=Link(title=within.label, url=list_address(f"{scope}/{filed.within}")) if within else None,
        )

    @staticmethod
    def _channel(content: Content) -> ChannelRecord | None:
        number = content.disclosure()
        return content.channel(number) if number is not None else None

    @staticmethod
    def _tags(channel: ChannelRecord | None, description: str) -> str:
        tags = [("Description", description)]
        if channel is None:
            tags += page_standard.column_tags(STANDING_IN)
        return page_standard.meta_html(tags)

    @staticmethod
    def _others(own: str, content: Content) -> Sequence[Link]:
        return [link for link in content.catalogues() if link.url != own]


def files_of(site: SiteRecord, scope: str, count: int) -> list[Link]:
    """Return where a catalogue of so many documents can be had as a file: that of the scope's site, or of the whole cluster."""
    if count > MOST_AS_A_FILE:
        return []
    of = {"site": scope} if scope else {}
    names = {"xlsx": "Excel 表格（XLSX）", "csv": "CSV", "json": "数据接口（JSON）"}
    return [
        Link(title=words, url=f"{urljoin(site.search_url, DATA)}?{urlencode({**of, 'format': name})}") for name, words in names.items()
    ]
