"""What wraps records in an answer; the schema is derived from these and from the records themselves."""

from cms.records import Card, ChannelRecord, Record, SiteRecord
from cms.records.catalogue import CatalogueEntry


class Listing(Record, frozen=True, kw_only=True):
    """`count` is that of all pages together; `next` and `previous` are absolute addresses."""

    count: int
    next: str | None
    previous: str | None


class CardList(Listing, frozen=True, kw_only=True):
    results: tuple[Card, ...]


class CatalogueList(Listing, frozen=True, kw_only=True):
    results: tuple[CatalogueEntry, ...]


class SiteList(Listing, frozen=True, kw_only=True):
    results: tuple[SiteRecord, ...]


class ChannelList(Listing, frozen=True, kw_only=True):
    results: tuple[ChannelRecord, ...]
