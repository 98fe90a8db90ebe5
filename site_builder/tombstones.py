"""What is at an address where a page was: the way to where it is now, or the word that it is gone.

A web server finds both by the old address: `/_moved/OLD/PATH.html` and `/_gone/OLD/PATH.html`.
"""

import re
from collections.abc import Iterator

from cms.records import ChannelRecord, TombstoneRecord
from site_builder.content import Content
from site_builder.snapshot import Snapshot

GONE, MOVED = "/_gone", "/_moved"
OF_A_PAGE = re.compile(r"/t\d+_(\d+)\.html$")


def standing(snapshot: Snapshot, site: str) -> Iterator[tuple[TombstoneRecord, bool]]:
    """Yield the tombstones of a site at whose addresses there is no page now, and whether each leads on."""
    channels = {channel.url for channel in snapshot.channels.values() if channel.site == site}
    for tombstone in snapshot.tombstones.values():
        if tombstone.site == site and tombstone.path not in channels and not _is_page(snapshot, tombstone):
            yield tombstone, _leads_on(snapshot, tombstone)


def way_of(snapshot: Snapshot, number: int) -> bool | None:
    """Return whether a tombstone leads on, None when it does not stand: it is gone, or there is a page at its address."""
    found = snapshot.tombstones.get(number)
    if found is None or _is_page(snapshot, found):
        return None
    if any(channel.url == found.path and channel.site == found.site for channel in snapshot.channels.values()):
        return None
    return _leads_on(snapshot, found)


def _leads_on(snapshot: Snapshot, tombstone: TombstoneRecord) -> bool:
    return bool(tombstone.url) or tombstone.target in snapshot.rows or tombstone.target in snapshot.channels


def _is_page(snapshot: Snapshot, tombstone: TombstoneRecord) -> bool:
    """Return whether there is a page at the address; the address of a page names it."""
    number = OF_A_PAGE.search(tombstone.path)
    row = snapshot.rows.get(int(number[1])) if number else None
    return row is not None and row.site == tombstone.site and row.card.url == tombstone.path


def location_of(tombstone: TombstoneRecord, content: Content) -> str | None:
    """Return where readers are sent: a path on the same site, or an address with its host; None when nowhere."""
    return tombstone.url or (content.link(tombstone.target) if tombstone.target else None)


def nearest_channel(tombstone: TombstoneRecord, content: Content) -> ChannelRecord | None:
    """Return the deepest channel above an old address that is still there, for readers to go on from."""
    found, path = None, ""
    children = content.channels()
    for step in tombstone.path.strip("/").split("/")[:-1]:
        path = f"{path}/{step}" if path else step
        child = next((child for child in children if child.path == path), None)
        if child is None:
            break
        found, children = child, content.children(child.id)
    return found
