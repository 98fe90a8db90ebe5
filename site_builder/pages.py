"""HTML pages: a frame, a head and the main block of a page template."""

from typing import Any

from markupsafe import Markup

from cms.records import ChannelRecord, Content as ContentRecord, DocumentRecord, HomeBlock, SiteRecord, TombstoneRecord
from cms.records.links import resolve_text
from site_builder import page_standard
from site_builder.content import Content
from site_builder.document_pages import filed_under, history_of, ties_on
from site_builder.errors import PageError
from site_builder.frames import Frames, frame_key
from site_builder.listing import listing_of_channel
from site_builder.queries import Identity
from site_builder.routes import SEARCH, SITE_MAP, feed_address, list_page_address
from site_builder.templating import Theme, escape_text
from site_builder.tombstones import nearest_channel

NOT_INDEXED = '<meta name="robots" content="noindex">\n'


class Pages:
    """Renders the HTML pages of the cluster."""

    def __init__(self, frames: Frames, themes: dict[str, Theme]) -> None:
        self._frames = frames
        self._themes = themes

    def content_page(self, page: ContentRecord, content: Content) -> bytes:
        """Return the page of one record: article, document, guide, topic, gallery, organisation or leader."""
        if page.problem:
            raise PageError(page.problem)
        site = content.identity()
        channel = content.channel(page.channel)
        if channel is None:
            raise PageError("所在栏目不存在或未发布")
        address = page.canonical or site.base_url + page.url
        image = site.base_url + page.lead.largest.path if page.lead else ""
        tags = page_standard.article_tags(page, address, image)
        page_standard.require(tags, page_standard.ARTICLE_TAGS)
        body = Markup(resolve_text(page.body, content.link) if page.links else page.body)  # noqa: S704 - safe by contract
        head = self.head(f"{page.title}-{channel.title}-{site.name}", address, page_standard.meta_html(tags))
        ties = ties_on(page.id, content)
        more = {"history": history_of(page, ties), "places": filed_under(page)} if isinstance(page, DocumentRecord) else {}
        return self.assemble(
            f"pages/{page.kind}.html", head, content, site, channel, page=page, body=body, address=address, ties=ties, **more
        )

    def channel_page(self, channel: ChannelRecord, number: int, content: Content) -> bytes:
        site = content.identity()
        listing = listing_of_channel(channel, number, content)
        intro = Markup(resolve_text(channel.intro, content.link))  # noqa: S704 - safe by contract
        address = site.base_url + list_page_address(channel.path, number)
        feed = self._feed_link(channel.path, channel.title)
        description = page_standard.meta_html([("Description", channel.description)])
        part = f"（第{number}页）" if number else ""
        head = self.head(f"{channel.title}{part}-{site.name}", address, description + feed)
        ways = content.catalogues() if channel.id == content.disclosure() else []
        return self.assemble("pages/channel.html", head, content, site, channel, listing=listing, intro=intro, ways=ways)

    def home_page(self, content: Content) -> bytes:
        site = content.site()
        tags = [("Keywords", ",".join(site.keywords)), ("Description", site.description)]
        feed = self._feed_link("", site.name)
        head = self.head(site.name, site.base_url + "/", page_standard.meta_html(tags) + feed)
        blocks: dict[str, list[HomeBlock]] = {}
        home = content.home()
        for block in home.blocks if home else ():
            blocks.setdefault(block.slot, []).append(block)
        return self.assemble("pages/home.html", head, content, site, None, blocks=blocks)

    def site_map(self, content: Content) -> bytes:
        site = content.identity()
        tree = [
            (top, [(child, content.children(child.id)) for child in content.children(top.id)])
            for top in content.channels()
        ]
        head = self.head(f"网站地图-{site.name}", site.base_url + SITE_MAP, "")
        return self.assemble("pages/site_map.html", head, content, site, None, tree=tree)

    def search(self, content: Content) -> bytes:
        """Return the page that searches; no search engine need know it, for what it shows depends on what is asked."""
        site = content.site()
        head = self.head(f"搜索-{site.name}", site.base_url + SEARCH, NOT_INDEXED)
        return self.assemble("pages/search.html", head, content, site, None)

    def not_found(self, content: Content) -> bytes:
        site = content.site()
        head = self.head(f"页面不存在-{site.name}", "", NOT_INDEXED)
        return self.assemble("pages/not_found.html", head, content, site, None)

    def gone(self, tombstone: TombstoneRecord, content: Content) -> bytes:
        """Return what readers see at the address of a page that was withdrawn."""
        site = content.site()
        title = tombstone.title or "页面已撤下"
        head = self.head(f"{title}-{site.name}", "", NOT_INDEXED)
        channel = nearest_channel(tombstone, content)
        return self.assemble("pages/gone.html", head, content, site, channel, tombstone=tombstone, title=title)

    def fragment(self, channel: ChannelRecord, content: Content) -> bytes:
        """Return the newest titles of a channel, to be included into its pages."""
        site = content.identity()
        theme = self._themes[site.theme]
        name = "fragments/latest.html"
        content.note(f"template:{theme.name}/{name}")
        cards = content.latest(channel.id, 8)
        return str(theme.template(name).render(cards=cards, channel=channel, site=site)).encode()

    def of_switch(self, name: str, content: Content) -> bytes:
        """Return what a template says of what is switched on in an emergency; nothing at all when nothing is."""
        site = content.identity()
        theme = self._themes[site.theme]
        content.note(f"template:{theme.name}/{name}")
        return str(theme.template(name).render(switch=content.switch(), site=site)).strip().encode()

    @staticmethod
    def _feed_link(channel_path: str, title: str) -> str:
        address = feed_address(channel_path)
        return f'<link rel="alternate" type="application/rss+xml" href="{address}" title="{escape_text(title)}">\n'

    @staticmethod
    def head(title: str, address: str, rest: str) -> bytes:
        canonical = f'<link rel="canonical" href="{escape_text(address)}">\n' if address else ""
        return f"<title>{escape_text(title)}</title>\n{canonical}{rest}".encode()

    def assemble(
        self, name: str, head: bytes, content: Content, site: SiteRecord | Identity, channel: ChannelRecord | None, **variables: Any
    ) -> bytes:
        theme = self._themes[site.theme]
        content.note(f"template:{theme.name}/{name}")
        key = frame_key(site.key, theme.layout_of(name), channel.id if channel else None)
        frame = self._frames.get(key)
        content.used[key] = self._frames.digests[key]
        main = theme.render_main(name, {"site": site, "channel": channel, "content": content, **variables}).encode()
        page, content.cuts = frame.around(head, main)
        return page
