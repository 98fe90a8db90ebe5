"""Which channels are published: what is above a channel decides about it."""

from collections.abc import Container, Iterable

from cms.records.sites import ChannelRecord


def drop_orphans(channels: Iterable[ChannelRecord], sites: Container[str]) -> dict[int, ChannelRecord]:
    """Return the channels by id without those whose site, or a channel above them, is not published."""
    kept: dict[int, ChannelRecord] = {}
    for channel in sorted(channels, key=lambda each: each.depth):
        if channel.site in sites and (channel.parent is None or channel.parent in kept):
            kept[channel.id] = channel
    return kept
