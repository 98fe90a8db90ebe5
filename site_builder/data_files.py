"""Static JSON beside each page, so that other front ends can read a mirror without the CMS."""

from typing import Any

import msgspec

from cms.records import ChannelRecord, Content as ContentRecord
from cms.records.links import resolve_channel, resolve_content
from site_builder.catalogue import LIBRARY, is_data, split
from site_builder.content import Content
from site_builder.listing import Listing, listing_of_catalogue, listing_of_channel
from site_builder.routes import data_address

_encode = msgspec.json.encode


def content_data(page: ContentRecord, content: Content) -> bytes:
    """Return the record of a page; its links are resolved as on the page."""
    return _encode(resolve_content(page, content.link))


def channel_data(channel: ChannelRecord, number: int, content: Content) -> bytes:
    """Return the cards of a list page and where the older ones are."""
    return _list_data({"channel": resolve_channel(channel, content.link)}, listing_of_channel(channel, number, content))


def filed_data(name: str, number: int, content: Content) -> bytes:
    """Return the cards of a page of a list of the catalogue; of a year of the library what a script filters it by."""
    scope, place = split(name)
    if is_data(name):
        year = place.removeprefix(f"{LIBRARY}-")
        return _encode({"year": year, "results": content.policies(scope, year)})
    filed = content.place(name)
    about = {"scope": scope, "place": place, "title": filed.label if filed else ""}
    return _list_data({"catalogue": about}, listing_of_catalogue(name, number, content))


def _list_data(about: dict[str, Any], listing: Listing) -> bytes:
    found = {
        **about,
        "previous": data_address(listing.newer_url) if listing.newer_url else None,
        "next": data_address(listing.older_url) if listing.older_url else None,
        "results": listing.cards,
    }
    if listing.number == 0:
        found["count"] = listing.count
    return _encode(found)


def catalogue_data(scope: str, content: Content) -> bytes:
    """Return the values of every facet with their counts."""
    return _encode({"catalogue": {"scope": scope, "facets": content.facets(scope)}})


def home_data(content: Content) -> bytes:
    """Return the site with its channels: where a reader of the mirror's data begins."""
    channels = [resolve_channel(channel, content.link) for channel in content.channels()]
    return _encode({"site": content.site(), "home": content.home(), "channels": channels})
