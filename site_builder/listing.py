"""A list page as its template sees it, whether a channel's or one of the disclosure catalogue."""

from collections.abc import Callable

from cms.records import ChannelRecord
from site_builder.catalogue import list_address
from site_builder.content import Content
from site_builder.routes import list_page_address

SHOWN_PAGES = 10  # links to archived list pages on the newest one


class Listing:
    """`count`, `last` and `urls` are for number 0 only; `address` gives the address of a page of the list by its number."""

    def __init__(self, name: int | str, address: Callable[[int], str], number: int, content: Content) -> None:
        self.url = address(0)
        self.number = number
        self.cards = content.page_of_list(name, number)
        last = content.last_page(name) if number == 0 else 0
        self.last = last
        self.count = content.count(name) if number == 0 else 0
        shown = range(last, max(0, last - SHOWN_PAGES), -1)
        self.urls = [(each, address(each)) for each in shown]
        older = last if number == 0 else number - 1
        self.older_url = address(older) if older else ""
        self.newer_url = ""
        if number:
            # Only whether the next page exists may matter here, or every new page would touch all the old ones.
            self.newer_url = address(number + 1 if content.has_page(name, number + 1) else 0)
        self.oldest_url = address(1) if older else ""


def listing_of_channel(channel: ChannelRecord, number: int, content: Content) -> Listing:
    return Listing(channel.id, lambda each: list_page_address(channel.path, each), number, content)


def listing_of_catalogue(name: str, number: int, content: Content) -> Listing:
    return Listing(name, lambda each: list_address(name, each), number, content)
