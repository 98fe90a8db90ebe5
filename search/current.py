"""What a search needs besides the index: names, words of webmasters, and which hosts may ask. Read when it has changed.

Whether it has is asked at most twice a second, however many searches there are.
"""

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

import msgspec
from django.conf import settings

from cms.export.context import ExportContext
from cms.export.labels import labels_of_codes
from cms.export.search_words import export_search_words, version_of_search_words
from cms.export.sites import export_channels, export_sites
from cms.publishing.position import Position
from cms.publishing.read import read_all, read_since
from cms.records.search_words import SearchWordsRecord

LOOKED_AT_EVERY = 0.5  # seconds
NAMED = ("site:", "home:", "channel:")
CLUSTER = ""


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What people call the values of facets, by facet and value; and the addresses of hosts whose pages may ask."""

    labels: Mapping[str, Mapping[str, str]] = {}
    origins: frozenset[str] = frozenset()
    homes: Mapping[str, str] = {}  # the address of each site by its key


class Current:
    """The names and words of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._next_look = 0.0
        self._position: Position | None = None
        self._version: Any = None
        self._names = Names()
        self._words: dict[str, SearchWordsRecord] = {}

    def names(self) -> Names:
        self._look()
        return self._names

    def words(self, site: str) -> SearchWordsRecord:
        """Return the words that hold for who searches from a site: its own, then those of the cluster."""
        self._look()
        own, shared = (self._words.get(key, SearchWordsRecord(site=key)) for key in (site, CLUSTER))
        if site == CLUSTER:
            return shared
        return SearchWordsRecord(
            site=site, synonyms=own.synonyms + shared.synonyms, best_bets=own.best_bets + shared.best_bets,
            hot=own.hot or shared.hot,
        )

    def forget(self) -> None:
        """Look again the next time."""
        self._next_look, self._position, self._version = 0.0, None, None

    def _look(self) -> None:
        with self._lock:
            now = time.monotonic()
            if now < self._next_look:
                return
            self._next_look = now + LOOKED_AT_EVERY
            version = version_of_search_words()
            if version != self._version:
                self._words = {words.site: words for words in export_search_words()}
                self._version = version
            news = read_all() if self._position is None else read_since(self._position)
            if news.everything or any(key.startswith(NAMED) for key in news.keys):
                self._names = _read_names()
            self._position = news.position


def _read_names() -> Names:
    context = ExportContext()
    sites = {site.key: site for site in export_sites(context)}
    own = {*(site.base_url for site in sites.values()), settings.DESK_URL, settings.ADMIN_URL}
    return Names(
        labels={
            **labels_of_codes(), "site": {key: site.short_name for key, site in sites.items()},
            "channel": {str(channel.id): channel.title for channel in export_channels(context)},
            "organisation": {row["key"]: row["name"] for row in context.organisations.values()},
        },
        homes={key: site.base_url for key, site in sites.items()}, origins=frozenset(own),
    )


current = Current()
