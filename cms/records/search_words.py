"""What webmasters tell search: words that mean the same, pages that come first, queries that are offered."""

from cms.records.base import Record


class BestBet(Record, frozen=True, kw_only=True):
    """A page that stands above all results of some queries."""

    queries: tuple[str, ...]
    page: int


class SearchWordsRecord(Record, frozen=True, kw_only=True):
    """The words of a site, or of the cluster where `site` is empty.

    It has no key and is in no feed: nothing is built from it, and search reads it as it is at the moment.
    """

    site: str
    synonyms: tuple[tuple[str, ...], ...] = ()
    best_bets: tuple[BestBet, ...] = ()
    hot: tuple[str, ...] = ()
