"""Edits as editors make them, chosen at random: what is moved or withdrawn leaves a tombstone."""

from random import Random
from typing import Any

from cms.records import ArticleRecord, ChannelRecord, SiteRecord, TombstoneRecord
from cms.records.addresses import content_address
from tests.site_builder.cluster import Cluster, article, channel, picture, tombstone


class Editor:
    """Edits a cluster."""

    def __init__(self, cluster: Cluster, seed: int) -> None:
        self.cluster, self._random, self._next = cluster, Random(seed), 2000

    def edit(self, most: int = 4) -> None:
        """Do a few things at once."""
        common, rare = ["publish", "publish", "retitle", "rewrite", "move", "withdraw", "link"], ["open", "rename", "footer"]
        for _ in range(self._random.randint(1, most)):
            getattr(self, self._random.choice(common if self._random.random() < 0.85 else rare))()

    def publish(self) -> None:
        place, month, day = self._pick(ChannelRecord), self._random.randint(1, 12), self._random.randint(1, 28)
        page = article(self._number(), place, published=f"2026-{month:02d}-{day:02d}T09:00+08:00")
        self.cluster.put(page)
        if self._random.random() < 0.3:
            image, file = picture(f"p{self._random.randint(0, 9)}")
            self.cluster.put(file)
            self.cluster.change(page, lead=image, media=(file.path,))

    def retitle(self) -> None:
        self.cluster.change(self._pick(ArticleRecord), title=f"改动{self._number()}")

    def rewrite(self) -> None:
        self.cluster.change(self._pick(ArticleRecord), body=f"<p>改动{self._number()}</p>")

    def link(self) -> None:
        """Let a page refer to another one, perhaps of the other site."""
        page, target = self._pick(ArticleRecord), self._pick(ArticleRecord)
        self.cluster.change(page, body=f'<p><a href="ref:{target.id}">见此</a></p>', links=(target.id,))

    def withdraw(self) -> None:
        page = self._pick(ArticleRecord)
        if sum(1 for _ in self.cluster.of(ArticleRecord)) > 3:
            self.cluster.remove(page)
            self._bury(tombstone(self._number(), page, self._random.choice(["gone", "notice"]), title="撤回"))

    def move(self) -> None:
        self._move(self._pick(ArticleRecord), self._pick(ChannelRecord))

    def open(self) -> None:
        """Open a channel with a page in it."""
        parent, number = self._pick(ChannelRecord), self._number()
        place = channel(number, parent.site, f"{parent.path}/c{number}", parent=parent.id)
        self.cluster.put(place, article(self._number(), place))

    def rename(self) -> None:
        """Give a channel without others in it another address."""
        parents = {each.parent for each in self.cluster.of(ChannelRecord)}
        place = self._random.choice([each for each in self.cluster.of(ChannelRecord) if each.id not in parents])
        renamed = self.cluster.change(place, path=f"{place.path.rpartition('/')[0]}/r{self._number()}".lstrip("/"))
        self._bury(tombstone(self._number(), place, "moved", target=place.id))
        for page in self.cluster.of(ArticleRecord):
            if page.channel == place.id:
                self._move(page, renamed)

    def footer(self) -> None:
        self.cluster.change(self._pick(SiteRecord), operator=f"办公室{self._number()}")

    def _move(self, page: ArticleRecord, place: ChannelRecord) -> None:
        url = content_address(place.path, page.published, page.id)
        self.cluster.change(page, site=place.site, channel=place.id, url=url)
        if (page.site, page.url) != (place.site, url):
            self._bury(tombstone(self._number(), page, "moved", target=page.id))

    def _bury(self, found: TombstoneRecord) -> None:
        """Put a tombstone in the place of any other at its address, as the CMS does."""
        before = [each for each in self.cluster.of(TombstoneRecord) if (each.site, each.path) == (found.site, found.path)]
        self.cluster.remove(*before)
        self.cluster.put(found)

    def _pick(self, kind: type) -> Any:
        return self._random.choice(list(self.cluster.of(kind)))

    def _number(self) -> int:
        self._next += 1
        return self._next
