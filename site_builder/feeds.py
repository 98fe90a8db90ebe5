"""RSS 2.0 feeds of a site and of each channel: the newest twenty, titles and summaries."""

from datetime import datetime
from email.utils import format_datetime

from markupsafe import escape

from cms.records import Card, ChannelRecord
from site_builder.content import Content
from site_builder.routes import feed_address, list_page_address

NEWEST = 20


def channel_feed(channel: ChannelRecord, content: Content) -> bytes:
    site = content.identity()
    cards = content.latest(channel.id, NEWEST)
    address = site.base_url + list_page_address(channel.path, 0)
    return _feed(
        f"{channel.title}-{site.name}", address, channel.description, site.base_url,
        site.base_url + feed_address(channel.path), cards,
    )


def site_feed(content: Content) -> bytes:
    site = content.site()
    cards = content.latest_of_site(NEWEST)
    return _feed(site.name, site.base_url + "/", site.description, site.base_url, site.base_url + feed_address(""), cards)


def _feed(title: str, address: str, description: str, base: str, own: str, cards: list[Card]) -> bytes:
    items = "".join([
        f"<item><title>{escape(card.title)}</title><link>{base}{card.url}</link>"
        f'<guid isPermaLink="true">{base}{card.url}</guid><pubDate>{_date(card)}</pubDate>'
        f"<description>{escape(card.summary)}</description></item>\n"
        for card in cards
    ])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
        f"<title>{escape(title)}</title><link>{address}</link><description>{escape(description)}</description>\n"
        f'<language>zh-CN</language><atom:link href="{own}" rel="self" type="application/rss+xml"/>\n'
        f"{items}</channel></rss>\n"
    ).encode()


def _date(card: Card) -> str:
    return format_datetime(datetime.fromisoformat(card.published))
