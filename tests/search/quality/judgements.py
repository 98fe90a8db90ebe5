"""Reads what people search for and what would answer them, out of `queries/KIND.yaml`.

An entry has `q` (what is typed) and, if it is limited, `site`, `year` or `kind` (of document). The keys 3, 2 and 1 name the
documents by patterns of `site/title`, or of `title` on any site: 3 answers the question, 2 helps a good deal, 1 touches it.
With `text`, every document in which these words stand is a 3; with `number`, every one whose document or index number ends so.
A document that several patterns name has the highest grade. What is `held` is looked at by nobody who improves the search.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from search.documents import Document
from search.query import Query

FOLDER = Path(__file__).parent / "queries"
GRADES = (3, 2, 1)


@dataclass(frozen=True)
class Judged:
    """One query of a kind; `patterns` are (grade, pattern of site/title), the highest grades first."""

    words: str
    kind: str
    patterns: tuple[tuple[int, str], ...]
    text: str = ""
    number: str = ""
    site: str = ""
    year: str = ""
    document_kind: str = ""
    held_out: bool = False

    @property
    def query(self) -> Query:
        """Return the query as a search page asks it."""
        return Query(
            text=self.words, **{
                name: (value,) for name, value in
                (("site", self.site), ("year", self.year), ("kind", self.document_kind)) if value
            },
        )

    def grade(self, document: Document) -> int:
        """Return how useful a document is to whoever asks this."""
        if not self._can_be_found(document):
            return 0
        if self.text and self.text in f"{document.title}\n{document.text}":
            return GRADES[0]
        if self.number and any(each.endswith(self.number) for each in (document.number, document.index_number)):
            return GRADES[0]
        name = f"{document.site}/{document.title}"
        return next((grade for grade, pattern in self.patterns if fnmatchcase(name, pattern)), 0)

    def _can_be_found(self, document: Document) -> bool:
        return (
            self.site in ("", document.site) and self.year in ("", document.date[:4])
            and self.document_kind in ("", document.kind) and not (document.alias and not self.site)
        )


@cache
def judged_queries() -> tuple[Judged, ...]:
    """Return all that was judged."""
    entries = [(path.stem, entry) for path in sorted(FOLDER.glob("*.yaml")) for entry in yaml.safe_load(path.read_text("utf-8"))]
    return tuple(_judged(kind, entry) for kind, entry in entries)


def _judged(kind: str, entry: dict[Any, Any]) -> Judged:
    unknown = set(entry) - {"q", "text", "number", "site", "year", "kind", "held", *GRADES}
    if unknown or not isinstance(entry["q"], str):
        raise ValueError(f"{kind}: {entry['q']!r} is no text, or {sorted(map(str, unknown))} mean nothing")
    patterns = tuple((grade, _whole(pattern)) for grade in GRADES for pattern in _listed(entry.get(grade, ())))
    return Judged(
        words=entry["q"], kind=kind, patterns=patterns, text=entry.get("text", ""),
        number=entry.get("number", ""), site=entry.get("site", ""),
        year=entry.get("year", ""), document_kind=entry.get("kind", ""), held_out=entry.get("held", False),
    )


def _listed(patterns: Any) -> list[str]:
    return [patterns] if isinstance(patterns, str) else list(patterns)


def _whole(pattern: str) -> str:
    return pattern if "/" in pattern else f"*/{pattern}"
