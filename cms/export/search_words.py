"""What webmasters tell search, as records."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Max

from cms.records.search_words import SearchWordsRecord
from cms.search_words.lines import read_best_bets, read_hot, read_synonyms
from cms.search_words.models import SearchWords


def version_of_search_words() -> tuple[Any, ...]:
    """Return what differs whenever somebody has changed a word; one query."""
    found = SearchWords.objects.aggregate(rows=Count("*"), last=Max("changed_at"))
    return found["rows"], found["last"]


def export_search_words() -> Iterator[SearchWordsRecord]:
    """Yield the words of the cluster and of each site that has any."""
    for row in SearchWords.objects.values("site", "synonyms", "best_bets", "hot"):
        yield SearchWordsRecord(
            site=row["site"], synonyms=read_synonyms(row["synonyms"]), best_bets=read_best_bets(row["best_bets"]),
            hot=read_hot(row["hot"]),
        )
