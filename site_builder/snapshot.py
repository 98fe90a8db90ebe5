"""The cluster as lists need it, in memory: sites, channels, and a card for every page. Bodies stay in the store."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import msgspec

from cms.records import Card, ChannelRecord, HomeRecord, MediaFile, SiteRecord, Thing, TombstoneRecord, key_of
from cms.records.tree import drop_orphans

PAGE_SIZE = 20  # cards on a list page


class Row(msgspec.Struct, gc=False):
    """A page without its body: what identifies it, its card, and the digests of both."""

    id: int
    site: str
    channel: int
    digest: bytes
    updated: str
    card: Card
    card_digest: bytes
    media: tuple[str, ...] = ()


def month_of(published: str) -> str:
    """Return `202601` from an ISO time."""
    return published[:4] + published[5:7]


class Members:
    """The pages of a channel, oldest first."""

    __slots__ = ("ids", "sorts")

    def __init__(self, rows: Iterable[Row]) -> None:
        ordered = sorted((row.card.sort, row.id) for row in rows)
        self.sorts = [sort for sort, _ in ordered]
        self.ids = [number for _, number in ordered]

    def archived_pages(self) -> int:
        """Return how many full pages are numbered; `index.html` keeps one to two pages' worth."""
        return max(0, len(self.ids) // PAGE_SIZE - 1)

    def page(self, number: int) -> list[int]:
        """Return the ids of list page `number` (0: the newest), newest first."""
        if number == 0:
            return self.ids[self.archived_pages() * PAGE_SIZE:][::-1]
        return self.ids[(number - 1) * PAGE_SIZE:number * PAGE_SIZE][::-1]

    def newest(self, count: int) -> list[int]:
        return self.ids[: -count - 1 : -1]

    def neighbours(self, sort: str) -> tuple[int | None, int | None]:
        """Return the next older and the next newer page of the one with this sort key."""
        place = bisect_left(self.sorts, sort)
        older = self.ids[place - 1] if place else None
        newer = self.ids[place + 1] if place + 1 < len(self.ids) else None
        return older, newer


class Snapshot:
    """Everything that is published at one moment."""

    def __init__(self, things: Iterable[tuple[Thing, bytes]], rows: Iterable[Row]) -> None:
        self.digests: dict[str, bytes] = {}
        self.sites: dict[str, SiteRecord] = {}
        self.homes: dict[str, HomeRecord] = {}
        self.channels: dict[int, ChannelRecord] = {}
        self.media: dict[str, MediaFile] = {}
        self.tombstones: dict[int, TombstoneRecord] = {}
        for thing, digest in things:
            self.digests[key_of(thing)] = digest
            match thing:
                case SiteRecord():
                    self.sites[thing.key] = thing
                case HomeRecord():
                    self.homes[thing.site] = thing
                case ChannelRecord():
                    self.channels[thing.id] = thing
                case MediaFile():
                    self.media[thing.path] = thing
                case TombstoneRecord():
                    self.tombstones[thing.id] = thing
        self.channels = drop_orphans(self.channels.values(), self.sites)
        # A page whose channel or site is not published is not published either.
        self.rows = {row.id: row for row in rows if row.channel in self.channels and row.site in self.sites}
        self._members: dict[int, Members] = {}
        self._own: dict[int, Members] = {}

    @cached_property
    def rows_of_channel(self) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows.values():
            found[row.channel].append(row)
        return found

    @cached_property
    def rows_of_site(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows.values():
            found[row.site].append(row)
        return found

    @cached_property
    def rows_of_month(self) -> dict[str, dict[str, list[Row]]]:
        """Return the rows by site and month of publication (`202601`)."""
        found: dict[str, dict[str, list[Row]]] = {site: {} for site in self.sites}
        for row in self.rows.values():
            found[row.site].setdefault(month_of(row.card.published), []).append(row)
        return found

    @cached_property
    def children_of(self) -> dict[tuple[str, int | None], list[ChannelRecord]]:
        """Return the channels directly below (site, channel or None for the top), in order."""
        found: dict[tuple[str, int | None], list[ChannelRecord]] = defaultdict(list)
        for channel in sorted(self.channels.values(), key=lambda c: (c.order, c.id)):
            found[channel.site, channel.parent].append(channel)
        return found

    def children(self, site: str, parent: int | None) -> list[ChannelRecord]:
        return self.children_of.get((site, parent), [])

    def below(self, channel: ChannelRecord) -> list[ChannelRecord]:
        """Return the channel and all channels below it."""
        found = [channel]
        for child in self.children(channel.site, channel.id):
            found += self.below(child)
        return found

    def members(self, channel: int) -> Members:
        """Return the pages in a channel and below it."""
        if channel not in self._members:
            found = self.channels.get(channel)
            channels = self.below(found) if found else []
            self._members[channel] = Members(row for c in channels for row in self.rows_of_channel.get(c.id, ()))
        return self._members[channel]

    def own(self, channel: int) -> Members:
        """Return the pages directly in a channel."""
        if channel not in self._own:
            self._own[channel] = Members(self.rows_of_channel.get(channel, ()))
        return self._own[channel]

    def listed(self, channel: ChannelRecord) -> Members:
        """Return what the channel's own list shows: with a block for each child, only what is in no child."""
        return self.own(channel.id) if channel.list_style == "blocks" else self.members(channel.id)
