"""Orders the best hits of a question anew."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import tantivy

from search.conditions import Between, Condition, Constant, Everything, OneOf
from search.engines.base import Refinement
from search.engines.tantivy_queries import COLUMNS, Translator, column_of, number_of

Ranked = list[tuple[float, int, tantivy.DocAddress]]  # score, id, place


def best_first(hit: tuple[float, int, tantivy.DocAddress]) -> tuple[float, int]:
    """Return what hits are sorted by: the score, equal ones by id, the highest first."""
    return -hit[0], -hit[1]


def values(searcher: Any, field: str, places: list[tantivy.DocAddress]) -> list[int | None]:
    """Return the numbers that hits have in a field."""
    return list(searcher.fast_field_values(field, places)) if places else []


class Refining:
    """Hits, of which alone is asked what would take too long to find out of all."""

    def __init__(self, searcher: Any, translator: Translator, hits: Ranked) -> None:
        self._searcher, self._translator, self._hits = searcher, translator, hits
        self._places = [place for _, _, place in hits]
        self._numbers = {(place.segment_ord, place.doc): number for number, place in enumerate(self._places)}
        self._these = OneOf(field="id", values=tuple(str(key) for _, key, _ in hits))

    def refined(self, refinement: Refinement) -> Ranked:
        """Return the hits in their new order."""
        scores = [score for score, _, _ in self._hits]
        searched: list[Condition] = []
        for condition in refinement.adds:
            match condition:
                case Constant(of=of, score=score) if (told := self._told(of)) is not None:
                    for number in told:
                        scores[number] += score
                case _:
                    searched.append(condition)
        if searched:
            for number, score in self._found(Everything(must=(self._these,), should=tuple(searched))):
                scores[number] += score
        for number in self._holding(refinement.demotes):
            scores[number] *= refinement.factor
        return sorted(((score, key, place) for score, (_, key, place) in zip(scores, self._hits, strict=True)), key=best_first)

    def _holding(self, condition: Condition) -> Iterable[int]:
        """Return the numbers of the hits for which a condition holds."""
        told = self._told(condition)
        return [number for number, _ in self._found(Everything(must=(self._these, condition)))] if told is None else told

    def _told(self, condition: Condition) -> Iterable[int] | None:
        """Return the same if columns tell, which takes no time; else None."""
        holds: Callable[[int | None], bool]
        match condition:
            case Between(field=column):
                holds = condition.holds
            case OneOf(field=field, values=wanted) if field in COLUMNS:
                column, holds = column_of(field), set(map(number_of, wanted)).__contains__
            case _:
                return None
        return [number for number, value in enumerate(values(self._searcher, column, self._places)) if holds(value)]

    def _found(self, condition: Condition) -> Iterator[tuple[int, float]]:
        for score, place in self._searcher.search(self._translator.query(condition), limit=len(self._hits), count=False).hits:
            yield self._numbers[place.segment_ord, place.doc], score
