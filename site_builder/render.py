"""Makes the bytes of an output, and notes what they were made from."""

import hashlib
from collections.abc import Callable, Mapping, Set
from pathlib import Path
from typing import NamedTuple

from cms.records import ChannelRecord, Content as ContentRecord, TombstoneRecord, digest_of_bytes
from site_builder import data_files, feeds, sitemaps, title_index
from site_builder.assets import Assets
from site_builder.catalogue_pages import CataloguePages
from site_builder.content import Content
from site_builder.errors import PageError, ThemeError, reason_of
from site_builder.frames import Frames, Used, cut
from site_builder.pages import Pages
from site_builder.queries import MISSING, Queries
from site_builder.redirects import moved_page
from site_builder.routes import Output
from site_builder.snapshot import Snapshot
from site_builder.store import Made, Store, decode_body
from site_builder.templating import Theme
from site_builder.tombstones import location_of

HTML, JSON, XML, TEXT = "text/html; charset=utf-8", "application/json", "application/xml", "text/plain; charset=utf-8"
CSS = "text/css"
CODE = "code"  # the key of the builder's own code: when it changes, everything may


class Rendered(NamedTuple):
    """The bytes of an output, their digest and type, and the keys they were made from."""

    data: bytes
    sha256: bytes
    type: str
    used: Used
    cuts: bytes = b""


def code_digest() -> bytes:
    """Return what stands for the builder's own source."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return digest_of_bytes(b"\0".join([source.read_bytes() for source in sources]))


class Renderer:
    """Renders every kind of output of a snapshot."""

    def __init__(
        self, snapshot: Snapshot, themes: dict[str, Theme], assets: Mapping[str, Assets], media: Path,
        frames: Mapping[str, tuple[bytes, Used]],
    ) -> None:
        self.themes = themes
        self._assets = assets
        self._media = media
        self._code = code_digest()
        self.queries = Queries(snapshot, self._fixed)
        self.frames = Frames(self.queries, themes, frames)
        self.pages = Pages(self.frames, themes)
        catalogue = CataloguePages(self.pages)
        self._store: Store | None = None
        self._expected: Set[int] = frozenset()
        self._bodies: dict[int, bytes] = {}
        self._decoded: ContentRecord | None = None
        self._renderers: dict[str, tuple[str, Callable[[Output, Content], bytes]]] = {
            "content": (HTML, self._content),
            "content_data": (JSON, lambda o, c: data_files.content_data(self._record(o, c), c)),
            "channel": (HTML, lambda o, c: self.pages.channel_page(self._channel(o, c), o.number, c)),
            "channel_data": (JSON, lambda o, c: data_files.channel_data(self._channel(o, c), o.number, c)),
            "filed": (HTML, lambda o, c: catalogue.listing(o.subject, o.number, c)),
            "filed_data": (JSON, lambda o, c: data_files.filed_data(o.subject, o.number, c)),
            "catalogue": (HTML, lambda o, c: catalogue.entry(o.subject, c)),
            "catalogue_data": (JSON, lambda o, c: data_files.catalogue_data(o.subject, c)),
            "fragment": (HTML, lambda o, c: self.pages.fragment(self._channel(o, c), c)),
            "feed": (XML, self._feed),
            "home": (HTML, lambda o, c: self.pages.home_page(c)),
            "home_data": (JSON, lambda o, c: data_files.home_data(c)),
            "site_map": (HTML, lambda o, c: self.pages.site_map(c)),
            "search": (HTML, lambda o, c: self.pages.search(c)),
            "not_found": (HTML, lambda o, c: self.pages.not_found(c)),
            "notice": (HTML, lambda o, c: self.pages.of_switch("fragments/notice.html", c)),
            "state": (CSS, lambda o, c: self.pages.of_switch("fragments/state.css", c)),
            "gone": (HTML, lambda o, c: self.pages.gone(self._tombstone(o, c), c)),
            "moved": (HTML, self._moved),
            "robots": (TEXT, lambda o, c: sitemaps.robots(c)),
            "sitemap_index": (XML, lambda o, c: sitemaps.sitemap_index(c)),
            "sitemap_channels": (XML, lambda o, c: sitemaps.sitemap_channels(c)),
            "sitemap_catalogue": (XML, lambda o, c: sitemaps.sitemap_catalogue(o.subject, c)),
            "sitemap_month": (XML, lambda o, c: sitemaps.sitemap_month(o.subject, c)),
            "title_months": (JSON, lambda o, c: title_index.months_data(c)),
            "titles": (JSON, lambda o, c: title_index.titles_data(o.subject, c)),
        }

    def expect(self, store: Store, numbers: Set[int]) -> None:
        """Say which pages come next: their records are read together, when the first of them is needed."""
        self._store, self._expected, self._bodies, self._decoded = store, numbers, {}, None

    def asset_paths(self, site: str) -> list[str]:
        """Return the addresses of the assets of a site's theme."""
        return [asset.path for asset in self._assets[self.queries.snapshot.sites[site].theme].by_name.values()]

    def render(self, output: Output) -> Rendered:
        """Return the bytes of one output; raises PageError with the cause when it cannot be made."""
        content = Content(self.queries, output.site)
        content.used[CODE] = self._code
        if output.kind == "media":
            data, kind = self._media_file(output, content)
        elif output.kind == "asset":
            data, kind = self._asset(output, content)
        else:
            kind, make = self._renderers[output.kind]
            data = make(output, content)
        return Rendered(data, hashlib.sha256(data).digest(), kind, content.used, content.cuts)

    def reframe(self, page: bytes, made: Made, key: str) -> Rendered:
        """Return a page whose frame alone has changed, in its new frame; `key` is the frame's."""
        data, cuts = self.frames.get(key).around(*cut(page, made.cuts))
        used = {**made.keys(), key: self.frames.digests[key]}
        return Rendered(data, hashlib.sha256(data).digest(), made.type, used, cuts)

    def _fixed(self, key: str) -> bytes:
        """Return the digest of what is not content."""
        name, _, rest = key.partition(":")
        if key == CODE:
            return self._code
        if name == "frame":
            return self.frames.digest(key)
        if name == "template":
            theme, _, template = rest.partition("/")
            return self.themes[theme].digest(template) if theme in self.themes else MISSING
        if name == "asset":
            return rest.encode()  # an asset's address carries its digest
        raise ThemeError(f"未知的依赖键：{key}")

    def _record(self, output: Output, content: Content) -> ContentRecord:
        number = int(output.subject)
        content.row(number)
        # A page and its data come one after the other and need the same record.
        if self._decoded is None or self._decoded.id != number:
            self._decoded = decode_body(self._body(number))
        return self._decoded

    def _body(self, number: int) -> bytes:
        if number not in self._bodies and self._store:
            self._bodies = self._store.bodies([*self._expected, number])
            self._expected = frozenset()
        return self._bodies[number]

    def _content(self, output: Output, content: Content) -> bytes:
        return self.pages.content_page(self._record(output, content), content)

    @staticmethod
    def _channel(output: Output, content: Content) -> ChannelRecord:
        found = content.channel(int(output.subject))
        if found is None:
            raise PageError("栏目不存在或未发布")
        return found

    @staticmethod
    def _tombstone(output: Output, content: Content) -> TombstoneRecord:
        found = content.tombstone(int(output.subject))
        if found is None:
            raise PageError("没有这一撤稿或移动记录")
        return found

    def _moved(self, output: Output, content: Content) -> bytes:
        location = location_of(self._tombstone(output, content), content)
        if location is None:
            raise PageError("跳转的目标不存在或未发布")
        return moved_page(location, "")

    def _feed(self, output: Output, content: Content) -> bytes:
        return feeds.channel_feed(self._channel(output, content), content) if output.subject else feeds.site_feed(content)

    def _media_file(self, output: Output, content: Content) -> tuple[bytes, str]:
        file = self.queries.snapshot.media.get(output.subject)
        content.note(f"media:{output.subject}")
        if file is None:
            raise PageError(f"引用的文件没有登记：{output.subject}")
        try:
            return (self._media / file.source).read_bytes(), file.type
        except OSError as error:
            raise PageError(f"媒体文件无法读取：{file.source}：{reason_of(error)}") from error

    def _asset(self, output: Output, content: Content) -> tuple[bytes, str]:
        content.used[f"asset:{output.path}"] = output.path.encode()
        assets = self._assets[self.queries.snapshot.sites[output.site].theme]
        asset = next(each for each in assets.by_name.values() if each.path == output.path)
        return asset.data, asset.type
