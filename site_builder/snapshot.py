"""The cluster as lists need it, in memory: sites, channels, and a card for every page. Bodies stay in the store."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import msgspec

from cms.records import (
    Card,
    ChannelRecord,
    Filing,
    HomeRecord,
    MediaFile,
    SiteRecord,
    SwitchRecord,
    Thing,
    TombstoneRecord,
    key_of,
)
from cms.records.tree import drop_orphans
from site_builder.catalogue import Catalogue, Filed, places_of, split
from site_builder.members import Members


class Row(msgspec.Struct, gc=False):
    """A page without its body: what identifies it, its card, the digests of both, and of a document where it is filed."""

    id: int
    site: str
    channel: int
    digest: bytes
    updated: str
    card: Card
    card_digest: bytes
    media: tuple[str, ...] = ()
    filing: Filing | None = None


def month_of(published: str) -> str:
    """Return `202601` from an ISO time."""
    return published[:4] + published[5:7]


def by_time(row: Row) -> str:
    """Return what orders the pages of a site."""
    return f"{row.card.published} {row.id:010d}"


def targets_of(row: Row) -> tuple[int, ...]:
    """Return the pages that a document says something of."""
    filing = row.filing
    return tuple(relation.target for relation in filing.relations) if filing is not None else ()


class Snapshot:
    """Everything that is published at one moment."""

    def __init__(self, things: Iterable[tuple[Thing, bytes]], rows: Iterable[Row]) -> None:
        self.digests: dict[str, bytes] = {}
        self.sites: dict[str, SiteRecord] = {}
        self.homes: dict[str, HomeRecord] = {}
        self.switches: dict[str, SwitchRecord] = {}
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
                case SwitchRecord():
                    self.switches[thing.site] = thing
                case ChannelRecord():
                    self.channels[thing.id] = thing
                case MediaFile():
                    self.media[thing.path] = thing
                case TombstoneRecord():
                    self.tombstones[thing.id] = thing
        self.channels = drop_orphans(self.channels.values(), self.sites)
        # A page whose channel or site is not published is not published either.
        self.rows = {row.id: row for row in rows if self._is_placed(row)}
        self._members: dict[int, Members] = {}
        self._own: dict[int, Members] = {}
        self._of_site: dict[str, Members] = {}

    def _is_placed(self, row: Row) -> bool:
        return row.channel in self.channels and row.site in self.sites

    @cached_property
    def rows_of_channel(self) -> dict[int, dict[int, Row]]:
        found: dict[int, dict[int, Row]] = defaultdict(dict)
        for row in self.rows.values():
            found[row.channel][row.id] = row
        return found

    @cached_property
    def rows_of_site(self) -> dict[str, dict[int, Row]]:
        found: dict[str, dict[int, Row]] = {site: {} for site in self.sites}
        for row in self.rows.values():
            found[row.site][row.id] = row
        return found

    @cached_property
    def rows_of_month(self) -> dict[str, dict[str, dict[int, Row]]]:
        """Return the rows by site and month of publication (`202601`)."""
        found: dict[str, dict[str, dict[int, Row]]] = {site: {} for site in self.sites}
        for row in self.rows.values():
            found[row.site].setdefault(month_of(row.card.published), {})[row.id] = row
        return found

    @cached_property
    def media_uses(self) -> dict[str, Counter[str]]:
        """Return by site how many of its things use a media file, by path."""
        found: dict[str, Counter[str]] = {key: Counter(site.media) for key, site in self.sites.items()}
        for channel in self.channels.values():
            found[channel.site].update(channel.media)
        for row in self.rows.values():
            found[row.site].update(row.media)
        return found

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue((row.site, by_time(row), row.id, row.filing) for row in self.rows.values() if row.filing is not None)

    @cached_property
    def told_of(self) -> dict[int, set[int]]:
        """Return by page the documents that say what they have to do with it."""
        found: dict[int, set[int]] = defaultdict(set)
        for row in self.rows.values():
            if row.filing is not None:
                for target in targets_of(row):
                    found[target].add(row.id)
        return found

    # What changes while the rest stays

    def replace_row(self, number: int, new: Row | None) -> None:
        """Put a page in the place of the one with its number, or take that one away."""
        self._look_at_documents()
        self._drop_row(number)
        if new is not None and self._is_placed(new):
            self._add_row(new)

    def _drop_row(self, number: int) -> None:
        row = self.rows.pop(number, None)
        if row is None:
            return
        month = month_of(row.card.published)
        del self.rows_of_channel[row.channel][number]
        del self.rows_of_site[row.site][number]
        months = self.rows_of_month[row.site]
        del months[month][number]
        if not months[month]:
            del months[month]
        self.media_uses[row.site].subtract(row.media)
        for members in self._members_with(row):
            members.discard(row.card.sort)
        if row.site in self._of_site:
            self._of_site[row.site].discard(by_time(row))
        if row.filing is not None:
            self.catalogue.discard(row.site, by_time(row), row.filing)
            for target in targets_of(row):
                self.told_of[target].discard(row.id)

    def _add_row(self, row: Row) -> None:
        self.rows[row.id] = row
        self.rows_of_channel[row.channel][row.id] = row
        self.rows_of_site[row.site][row.id] = row
        self.rows_of_month[row.site].setdefault(month_of(row.card.published), {})[row.id] = row
        self.media_uses[row.site].update(row.media)
        for members in self._members_with(row):
            members.add(row.card.sort, row.id)
        if row.site in self._of_site:
            self._of_site[row.site].add(by_time(row), row.id)
        if row.filing is not None:
            self.catalogue.add(row.site, by_time(row), row.id, row.filing)
            for target in targets_of(row):
                self.told_of[target].add(row.id)

    def _look_at_documents(self) -> None:
        """Find out what is filed where before a page comes or goes: what is found out afterwards would count it twice."""
        _ = self.catalogue, self.told_of

    def _members_with(self, row: Row) -> Iterator[Members]:
        """Yield those lists in memory that a page belongs to."""
        if row.channel in self._own:
            yield self._own[row.channel]
        for channel in self.trail(row.channel):
            if channel.id in self._members:
                yield self._members[channel.id]

    def replace_thing(self, key: str, thing: Thing | None, digest: bytes) -> None:
        """Put a record that nothing but outputs depends on in the place of the one with its key, or take that one away."""
        kind, _, name = key.partition(":")
        places: dict[str, dict[Any, Any]] = {
            "home": self.homes, "media": self.media, "switch": self.switches, "tombstone": self.tombstones,
        }
        place, at = places[kind], int(name) if kind == "tombstone" else name
        for tombstone in (place.get(at), thing):
            if isinstance(tombstone, TombstoneRecord):
                self._note_tombstone(tombstone)
        if thing is None:
            place.pop(at, None)
            self.digests.pop(key, None)
        else:
            place[at], self.digests[key] = thing, digest

    @cached_property
    def tombstones_about(self) -> dict[int, set[int]]:
        """Return the numbers of tombstones by the pages they are about: the one that was there, the one they lead to.

        Those that were once about a page may stay: who asks looks at each.
        """
        found: dict[int, set[int]] = defaultdict(set)
        for tombstone in self.tombstones.values():
            found[tombstone.page].add(tombstone.id)
            found[tombstone.target].add(tombstone.id)
        return found

    def _note_tombstone(self, tombstone: TombstoneRecord) -> None:
        self.tombstones_about[tombstone.page].add(tombstone.id)
        self.tombstones_about[tombstone.target].add(tombstone.id)

    # What is asked

    def trail(self, number: int) -> Iterator[ChannelRecord]:
        """Yield a channel and those above it, upwards."""
        channel = self.channels.get(number)
        while channel is not None:
            yield channel
            channel = self.channels.get(channel.parent) if channel.parent is not None else None

    def of_site(self, site: str) -> Members:
        """Return the pages of a site in the order of their publication."""
        if site not in self._of_site:
            self._of_site[site] = Members((by_time(row), row.id) for row in self.rows_of_site.get(site, {}).values())
        return self._of_site[site]

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
            self._members[channel] = Members(pair for c in channels for pair in self._pairs(c.id))
        return self._members[channel]

    def own(self, channel: int) -> Members:
        """Return the pages directly in a channel."""
        if channel not in self._own:
            self._own[channel] = Members(self._pairs(channel))
        return self._own[channel]

    def _pairs(self, channel: int) -> list[tuple[str, int]]:
        return [(row.card.sort, row.id) for row in self.rows_of_channel.get(channel, {}).values()]

    def listed(self, channel: ChannelRecord) -> Members:
        """Return what the channel's own list shows: with a block for each child, only what is in no child."""
        return self.own(channel.id) if channel.list_style == "blocks" else self.members(channel.id)

    def filed(self, name: str) -> Filed:
        """Return the place that a list of the catalogue is for, in the words of its newest document."""
        filing = self.rows[self.catalogue.lists[name].ids[-1]].filing
        place = split(name)[1]
        return next(filed for filed in places_of(filing) if filed.place == place) if filing is not None else Filed(place, "")
