"""Answers out of one index of tantivy, as it was last committed by whichever process."""

from pathlib import Path
from typing import Any

import tantivy

from search.conditions import Condition, Everything, OneOf
from search.engines.base import Found, Question
from search.engines.tantivy_queries import Translator

Ranked = list[tuple[float, int, tantivy.DocAddress]]  # score, id, place


class Reading:
    """An open index, and the commit that it shows."""

    def __init__(self, folder: Path, index: tantivy.Index) -> None:
        self.folder = folder
        self._index = index
        self._translator = Translator(index.schema)
        self._stamp: tuple[int, int] | None = None
        self._searcher: Any = index.searcher()  # its stubs know less than it gives

    def refresh(self) -> None:
        """Show the last commit, of this or of another process."""
        meta = (self.folder / "meta.json").stat()
        stamp = (meta.st_mtime_ns, meta.st_ino)
        if stamp != self._stamp:
            self._index.reload()
            self._searcher = self._index.searcher()
            self._stamp = stamp

    def note(self) -> str:
        hits = self._searcher.search(self._translator.notes, limit=1, count=False).hits
        return bytes(self._searcher.doc(hits[0][1]).get_first("stored")).decode() if hits else ""

    def digests(self) -> dict[int, str]:
        searcher = self._searcher
        if not searcher.num_docs:
            return {}
        places = [place for _, place in searcher.search(self._translator.entries, limit=searcher.num_docs, count=False).hits]
        places.sort(key=lambda place: (place.segment_ord, place.doc))
        keys = searcher.fast_field_values("key", places) if places else []
        return {int(key): str(searcher.doc(place).get_first("digest")) for key, place in zip(keys, places, strict=True)}

    def ask(self, question: Question) -> Found:
        searcher = self._searcher
        query = self._translator.query(question.condition)
        if question.per_site:
            total, hits = self._by_site(searcher, question)
        else:
            total, hits = self._best(searcher, query, question.start + question.size, question.sort)
            hits = hits[question.start:]
        return Found(
            total=total, hits=tuple((score, bytes(searcher.doc(place).get_first("stored"))) for score, _, place in hits),
            counts=self._counts(searcher, query, question),
        )

    def _best(self, searcher: Any, query: tantivy.Query, wanted: int, sort: str) -> tuple[int, Ranked]:
        """Return the total and the first hits; equal ones by id, so further ones are read until one differs."""
        limit = max(wanted, 1) + 20
        by: dict[str, str] = {} if sort == "score" else {"order_by_field": "latest"}
        while True:
            found = searcher.search(query, limit=limit, count=True, **by)
            hits = found.hits
            if limit >= found.count or not wanted or hits[-1][0] != hits[min(wanted, len(hits)) - 1][0]:
                break
            limit = min(limit * 8, found.count)
        keys = searcher.fast_field_values("key", [place for _, place in hits]) if hits else []
        ranked = [(float(score), int(key), place) for (score, place), key in zip(hits, keys, strict=True)]
        ranked.sort(key=lambda each: (-each[0], -each[1]))
        return found.count, ranked[:wanted]

    def _by_site(self, searcher: Any, question: Question) -> tuple[int, Ranked]:
        query = self._translator.query(question.condition)
        sites = self._terms(searcher, query, ["site"], 10_000)["site"]
        groups = []
        for site in sites:
            own = Everything(must=(question.condition,), filters=(OneOf(field="site", values=(site,)),))
            groups.append(self._best(searcher, self._translator.query(own), question.per_site, question.sort)[1])
        groups.sort(key=lambda group: (-group[0][0], -group[0][1]))
        total = searcher.search(query, limit=1, count=True).count
        return total, [hit for group in groups[question.start:question.start + question.size] for hit in group]

    def _counts(self, searcher: Any, query: tantivy.Query, question: Question) -> dict[str, dict[str, int]]:
        """Count the fields that share a condition in one go."""
        together: dict[Condition | None, list[str]] = {}
        for field, own in question.counts.items():
            together.setdefault(own, []).append(field)
        counts: dict[str, dict[str, int]] = {}
        for own, fields in together.items():
            asked = query if own is None else self._translator.query(own)
            counts |= self._terms(searcher, asked, fields, question.most_counts)
        return {field: counts[field] for field in question.counts}

    def _terms(self, searcher: Any, query: tantivy.Query, fields: list[str], most: int) -> dict[str, dict[str, int]]:
        wanted: dict[str, Any] = {
            field: {"terms": {"field": field, "size": most, "segment_size": max(most, 1000)}} for field in fields
        }
        if not searcher.num_segments:
            return {field: {} for field in fields}
        answer = searcher.aggregate(query, wanted)
        return {
            field: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[field]["buckets"]} for field in fields
        }
