"""What editors say about words: synonyms, and pages that stand above all hits."""

from collections.abc import Mapping

import msgspec


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Synonyms of a word or phrase (as people type it), and the ids of the best bets of a whole query, for one site or the cluster."""

    synonyms: Mapping[str, tuple[str, ...]] = {}
    best_bets: Mapping[str, tuple[int, ...]] = {}
