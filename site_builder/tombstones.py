"""What is at an address where a page was: the way to where it is now, or the word that it is gone.

A web server finds both by the old address: `/_moved/OLD/PATH.html` and `/_gone/OLD/PATH.html`.
"""

import re

from cms.records import ChannelRecord, TombstoneRecord
from site_builder.content import Content
from site_builder.snapshot import Snapshot

GONE, MOVED = "/_gone", "/_moved"
INDEX = "/index.html"
OF_A_PAGE = re.compile(r"/t\d+_(\d+)\.html$")


def stands(snapshot: Snapshot, tombstone: TombstoneRecord) -> bool:
    """Return whether there is no page at the address of a tombstone, as there should not be."""
    path = tombstone.path
    if path.endswith(INDEX):
        return all(channel.site != tombstone.site or channel.url != path for channel in snapshot.channels.values())
    number = OF_A_PAGE.search(path)  # the address of a page names it
    row = snapshot.rows.get(int(number[1])) if number else None
    return row is None or (row.site, row.card.url) != (tombstone.site, path)


def leads_on(snapshot: Snapshot, tombstone: TombstoneRecord) -> bool:
    """Return whether there is a place to send readers to."""
    return bool(tombstone.url) or tombstone.target in snapshot.rows or tombstone.target in snapshot.channels


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
