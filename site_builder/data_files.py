"""Static JSON beside each page, so that other front ends can read a mirror without the CMS."""

from typing import Any

import msgspec

from cms.records import ChannelRecord, Content as ContentRecord
from cms.records.links import resolve_channel, resolve_content
from site_builder.content import Content
from site_builder.pages import Listing
from site_builder.routes import data_address

_encode = msgspec.json.encode


def content_data(page: ContentRecord, content: Content) -> bytes:
    """Return the record of a page; its links are resolved as on the page."""
    return _encode(resolve_content(page, content.link))


def channel_data(channel: ChannelRecord, number: int, content: Content) -> bytes:
    """Return the cards of a list page and where the older ones are."""
    listing = Listing(channel, number, content)
    found: dict[str, Any] = {
        "channel": resolve_channel(channel, content.link),
        "previous": data_address(listing.newer_url) if listing.newer_url else None,
        "next": data_address(listing.older_url) if listing.older_url else None,
        "results": listing.cards,
    }
    if number == 0:
        found["count"] = listing.count
    return _encode(found)


def home_data(content: Content) -> bytes:
    """Return the site with its channels: where a reader of the mirror's data begins."""
    channels = [resolve_channel(channel, content.link) for channel in content.channels()]
    return _encode({"site": content.site(), "home": content.home(), "channels": channels})
