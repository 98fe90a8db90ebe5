"""Answers questions out of one state of an index of tantivy."""

from typing import Any

import tantivy
from msgspec.structs import replace

from search.conditions import Condition, Everything, OneOf, is_scored, matching
from search.engines.base import Counts, Found, Question
from search.engines.tantivy_counting import Counting
from search.engines.tantivy_failures import speaking
from search.engines.tantivy_queries import Translator, column_of, number_of
from search.engines.tantivy_refining import Ranked, Refining, best_first, values

FIRST = 200  # hits in which most sites have all that is wanted of them


def among(question: Question, condition: Condition) -> Question:
    """Return the question for those documents alone that meet a condition."""
    def both(own: Condition) -> Condition:
        return Everything(must=(own,), filters=(condition,))

    return replace(question, condition=both(question.condition), first=both(question.first) if question.first else None)


class Answering:
    """A state of an index, which stays as it is while others write: places of hits mean something in it alone."""

    def __init__(self, searcher: Any, translator: Translator) -> None:
        self._searcher = searcher  # its stubs know less than it gives
        self._translator = translator
        self._counting = Counting(searcher, translator)

    def note(self) -> str:
        hits = self._searcher.search(self._translator.notes, limit=1, count=False).hits
        return bytes(self._searcher.doc(hits[0][1]).get_first("stored")).decode() if hits else ""

    def digests(self) -> dict[int, str]:
        entries = self._searcher.num_docs
        if not entries:
            return {}
        places = [place for _, place in self._searcher.search(self._translator.entries, limit=entries, count=False).hits]
        places.sort(key=lambda place: (place.segment_ord, place.doc))
        keys = values(self._searcher, "key", places)
        return {int(key or 0): str(self._searcher.doc(place).get_first("digest")) for key, place in zip(keys, places, strict=True)}

    def answer(self, question: Question) -> Found:
        """Answer a question; it is counted beside it."""
        counts = self._counting.begin(question)
        found = self._by_site(question) if question.per_site else self._page(question)

        def count() -> Counts:
            with speaking():
                return counts()

        return Found([(score, bytes(self._searcher.doc(place).get_first("stored"))) for score, _, place in found], count)

    def _page(self, question: Question) -> Ranked:
        refine = question.refinement
        end = question.start + question.size
        if not question.size:
            return []
        hits = self._best(question, max(end, refine.most if refine else 0), enough=end)
        if refine and hits:
            best = Refining(self._searcher, self._translator, hits[:refine.most])
            hits = [*best.refined(refine), *hits[refine.most:]]
        return hits[question.start:end]

    def _best(self, question: Question, wanted: int, *, enough: int) -> Ranked:
        """Return the first hits, `wanted` ones; fewer if `enough` of those that score highest are found sooner than all."""
        if question.sort == "score" and question.first:
            hits = self._sorted(question.first, wanted, "score")
            if len(hits) >= enough:
                return hits
        return self._sorted(question.condition, wanted, question.sort)

    def _sorted(self, condition: Condition, wanted: int, sort: str) -> Ranked:
        """Return the first hits; equal ones by id, so further ones are read until one differs."""
        query = self._translator.query(condition if sort == "score" else matching(condition))
        limit = wanted + 20
        by: dict[str, str] = {} if sort == "score" else {"order_by_field": "latest"}
        if is_equal := sort == "score" and not is_scored(condition):
            by = {"order_by_field": "key"}
        while True:
            hits = self._searcher.search(query, limit=limit, count=False, **by).hits
            if len(hits) < limit or hits[-1][0] != hits[wanted - 1][0]:
                break
            limit *= 8
        return self._ranked([(0.0, place) for _, place in hits] if is_equal else hits)[:wanted]

    def _ranked(self, hits: list[tuple[float, tantivy.DocAddress]]) -> Ranked:
        keys = values(self._searcher, "key", [place for _, place in hits])
        return sorted(((float(score), key or 0, place) for (score, place), key in zip(hits, keys, strict=True)), key=best_first)

    def _by_site(self, question: Question) -> Ranked:
        """Return the hits of the sites that are wanted. Only a site of which the first hits have too few is asked for."""
        first = self._best(question, FIRST, enough=FIRST)
        by_number: dict[int | None, Ranked] = {}
        for hit, number in zip(first, values(self._searcher, column_of("site"), [place for _, _, place in first]), strict=True):
            by_number.setdefault(number, []).append(hit)
        groups: list[Ranked] = []
        for site, _ in self._searcher.terms_with_prefix("site", ""):
            group = by_number.get(number_of(site), [])[:question.per_site]
            if len(group) < question.per_site and len(first) == FIRST:
                own = among(question, OneOf(field="site", values=(site,)))
                group = self._best(own, question.per_site, enough=question.per_site)
            groups += [group] if group else []
        groups.sort(key=lambda group: best_first(group[0]))
        return [hit for group in groups[question.start:question.start + question.size] for hit in group]
