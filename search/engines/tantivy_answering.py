"""Answers one question out of one state of an index of tantivy."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import tantivy

from search.conditions import Between, Condition, Constant, Everything, OneOf, matching
from search.engines.base import Found, Question, Refinement
from search.engines.tantivy_queries import Must, Translator, site_key

FIRST = 400  # hits in which most sites have all that is wanted of them
MOST_SITES = 200  # as many values of a field as are counted
COUNTING = ThreadPoolExecutor(os.cpu_count(), "counting")
Counts = dict[str, dict[str, int]]
Ranked = list[tuple[float, int, tantivy.DocAddress]]  # score, id, place


def best_first(hit: tuple[float, int, tantivy.DocAddress]) -> tuple[float, int]:
    """Return what hits are sorted by: the score, equal ones by id, the highest first."""
    return -hit[0], -hit[1]


class Answering:
    """A state of an index, which stays as it is while others write: places of hits mean something in it alone."""

    def __init__(self, searcher: Any, translator: Translator) -> None:
        self._searcher = searcher  # its stubs know less than it gives
        self._translator = translator

    def answer(self, question: Question) -> Found:
        """Answer a question; counts are made beside it, for tantivy lets other threads go on."""
        counting = COUNTING.submit(self._counts, question)
        total, hits = self._by_site(question, counting) if question.per_site else self._page(question)
        return Found(
            total=total, hits=tuple((score, bytes(self._searcher.doc(place).get_first("stored"))) for score, _, place in hits),
            counts=counting.result(),
        )

    def _page(self, question: Question) -> tuple[int, Ranked]:
        refine = question.refinement
        end = question.start + question.size
        total, hits = self._best(question.condition, max(end, refine.most if refine else 0), question.sort)
        if refine and hits:
            hits = [*self._refined(refine, hits[:refine.most]), *hits[refine.most:]]
        return total, hits[question.start:end]

    def _best(self, condition: Condition, wanted: int, sort: str) -> tuple[int, Ranked]:
        """Return the total and the first hits; equal ones by id, so further ones are read until one differs."""
        query = self._translator.query(condition if sort == "score" else matching(condition))
        limit = max(wanted, 1) + 20
        by: dict[str, str] = {} if sort == "score" else {"order_by_field": "latest"}
        while True:
            found = self._searcher.search(query, limit=limit, count=True, **by)
            hits = found.hits
            if limit >= found.count or not wanted or hits[-1][0] != hits[min(wanted, len(hits)) - 1][0]:
                break
            limit = min(limit * 8, found.count)
        return found.count, self._ranked(hits)[:wanted]

    def _ranked(self, hits: list[tuple[float, tantivy.DocAddress]]) -> Ranked:
        keys = self._searcher.fast_field_values("key", [place for _, place in hits]) if hits else []
        return sorted(((float(score), int(key), place) for (score, place), key in zip(hits, keys, strict=True)), key=best_first)

    def _refined(self, refinement: Refinement, hits: Ranked) -> Ranked:
        """Return hits in their new order; each condition is asked of them alone, which takes no time."""
        places = {(place.segment_ord, place.doc): number for number, (_, _, place) in enumerate(hits)}
        scores = [score for score, _, _ in hits]
        some = self._translator.some(key for _, key, _ in hits)

        def among(condition: Condition) -> list[tuple[float, tantivy.DocAddress]]:
            query = tantivy.Query.boolean_query([(Must, some), (Must, self._translator.query(condition))])
            return list(self._searcher.search(query, limit=len(hits), count=False).hits)

        for condition in refinement.adds:
            if isinstance(condition, Constant) and isinstance(condition.of, Between):  # a column tells that sooner
                for number, value in enumerate(self._numbers(condition.of.field, hits)):
                    scores[number] += condition.score if condition.of.holds(value) else 0.0
                continue
            for score, place in among(condition):
                scores[places[place.segment_ord, place.doc]] += score
        for _, place in among(refinement.demotes):
            scores[places[place.segment_ord, place.doc]] *= refinement.factor
        return sorted(((score, key, place) for score, (_, key, place) in zip(scores, hits, strict=True)), key=best_first)

    def _by_site(self, question: Question, counting: Future[Counts]) -> tuple[int, Ranked]:
        """Return the total and the hits of the sites that are wanted. Only a site of which the first hits have too few is asked for."""
        total, first = self._best(question.condition, FIRST, question.sort)
        if "site" in question.counts and question.counts["site"] is None:
            counts = counting.result()["site"]
        else:
            counts = self._terms(matching(question.condition), ["site"], MOST_SITES)["site"]
        by_key: dict[int | None, Ranked] = {}
        for hit, key in zip(first, self._numbers("site_key", first), strict=True):
            by_key.setdefault(key, []).append(hit)
        groups: list[Ranked] = []
        for site, count in counts.items():
            group = by_key.get(site_key(site), [])[:question.per_site]
            if len(group) < min(question.per_site, count):
                own = Everything(must=(question.condition,), filters=(OneOf(field="site", values=(site,)),))
                group = self._best(own, question.per_site, question.sort)[1]
            groups.append(group)
        groups.sort(key=lambda group: best_first(group[0]))
        return total, [hit for group in groups[question.start:question.start + question.size] for hit in group]

    def _numbers(self, field: str, hits: Ranked) -> list[int | None]:
        return list(self._searcher.fast_field_values(field, [place for _, _, place in hits])) if hits else []

    def _counts(self, question: Question) -> Counts:
        """Count the fields that share a condition in one go."""
        together: dict[Condition | None, list[str]] = {}
        for field, own in question.counts.items():
            together.setdefault(own, []).append(field)
        counts: Counts = {}
        for own, fields in together.items():
            counts |= self._terms(matching(own or question.condition), fields, question.most_counts)
        return {field: counts[field] for field in question.counts}

    def _terms(self, condition: Condition, fields: list[str], most: int) -> Counts:
        wanted: dict[str, Any] = {
            field: {"terms": {"field": field, "size": most, "segment_size": max(most, 1000)}} for field in fields
        }
        if not self._searcher.num_segments:
            return {field: {} for field in fields}
        answer = self._searcher.aggregate(self._translator.query(condition), wanted)
        return {
            field: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[field]["buckets"]} for field in fields
        }
