"""The frame of a page: all of its layout but head and main, rendered once for each channel and kept as bytes.

A page of which nothing but the frame has changed is not rendered again: its head and main are cut out of the file on
the mirror and put into the new frame.
"""

from collections.abc import Mapping
from struct import Struct
from typing import Any, NamedTuple

from markupsafe import Markup

from cms.records import ChannelRecord, digest_of_bytes
from site_builder import page_standard
from site_builder.content import Content
from site_builder.queries import Queries
from site_builder.templating import Theme

CUTS = Struct("<4I")
HEAD, MAIN = "\0head\0", "\0main\0"
Used = dict[str, bytes]


class Frame(NamedTuple):
    """Three pieces of bytes; a page's head goes between the first two, its main between the last two."""

    before: bytes
    between: bytes
    after: bytes

    def around(self, head: bytes, main: bytes) -> tuple[bytes, bytes]:
        """Return the page, and where in it head and main lie, for `cut`."""
        start = len(self.before)
        middle = start + len(head) + len(self.between)
        cuts = CUTS.pack(start, start + len(head), middle, middle + len(main))
        return b"".join((self.before, head, self.between, main, self.after)), cuts


def cut(page: bytes, cuts: bytes) -> tuple[bytes, bytes]:
    """Return head and main of a page that `around` put together."""
    start, end, middle, last = CUTS.unpack(cuts)
    return page[start:end], page[middle:last]


def frame_key(site: str, layout: str, channel: int | None) -> str:
    return f"frame:{site}:{layout}:{'' if channel is None else channel}"


class Frames:
    """Renders frames on demand. `remembered` holds (digest, used keys) of the last build by key."""

    def __init__(self, queries: Queries, themes: Mapping[str, Theme], remembered: Mapping[str, tuple[bytes, Used]]) -> None:
        self._queries = queries
        self._themes = themes
        self._remembered = dict(remembered)
        self._frames: dict[str, Frame] = {}
        self._templates: dict[tuple[str, str], Any] = {}
        self.digests: dict[str, bytes] = {}
        self._news: dict[str, tuple[bytes, Used]] = {}

    def digest(self, key: str) -> bytes:
        """Return the digest of a frame; without rendering it when nothing that it was made from differs."""
        if key not in self.digests:
            digest, used = self._remembered.get(key, (b"", {}))
            if used and all(self._queries.digest_of(name) == value for name, value in used.items()):
                self.digests[key] = digest
            elif self._is_wanted(key):
                self.get(key)
            else:
                self.digests[key] = b""
        return self.digests[key]

    def take_news(self) -> dict[str, tuple[bytes, Used]]:
        """Return (digest, used keys) of each frame rendered since this was last asked."""
        news, self._news = self._news, {}
        return news

    def learn(self, news: Mapping[str, tuple[bytes, Used]]) -> None:
        """Take over what other processes rendered."""
        self._remembered.update(news)

    def remembered(self) -> dict[str, tuple[bytes, Used]]:
        """Return (digest, used keys) of all frames that pages may have."""
        return {key: found for key, found in self._remembered.items() if self._is_wanted(key)}

    def _is_wanted(self, key: str) -> bool:
        _, site, _, channel = key.split(":")
        snapshot = self._queries.snapshot
        return site in snapshot.sites and (not channel or int(channel) in snapshot.channels)

    def get(self, key: str) -> Frame:
        if key not in self._frames:
            self._frames[key] = self._render(key)
        return self._frames[key]

    def _render(self, key: str) -> Frame:
        _, site_key, layout, channel_id = key.split(":")
        content = Content(self._queries, site_key)
        site = content.site()
        channel = content.channel(int(channel_id)) if channel_id else None
        trail = self._trail(content, channel)
        tags = page_standard.site_tags(site)
        names: tuple[str, ...] = page_standard.SITE_TAGS
        if channel is not None:
            tags += page_standard.column_tags(channel)
            names += page_standard.COLUMN_TAGS
        page_standard.require(tags, names)
        theme = self._themes[site.theme]
        content.note(f"template:{theme.name}/{layout}")
        head = Markup(page_standard.meta_html(tags) + HEAD)  # noqa: S704 - values are escaped there
        text = self._template(theme, layout).render(site=site, channel=channel, trail=trail, content=content, head=head)
        before, _, rest = text.partition(HEAD)
        between, _, after = rest.partition(MAIN)
        self.digests[key] = digest_of_bytes(text.encode())
        self._news[key] = self.digests[key], content.used
        return Frame(before.encode(), between.encode(), after.encode())

    def _template(self, theme: Theme, layout: str) -> Any:
        """Return the layout with marks in the place of head and main."""
        if (theme.name, layout) not in self._templates:
            text = f'{{% extends "{layout}" %}}{{% block main %}}{MAIN}{{% endblock %}}'
            self._templates[theme.name, layout] = theme.environment.from_string(text)
        return self._templates[theme.name, layout]

    @staticmethod
    def _trail(content: Content, channel: ChannelRecord | None) -> tuple[ChannelRecord, ...]:
        steps: list[ChannelRecord] = []
        while channel is not None:
            steps.append(channel)
            channel = content.channel(channel.parent) if channel.parent is not None else None
        return tuple(reversed(steps))
