"""Asks an engine what was judged, and sums up how well it answered."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from search.documents import Document
from search.query import Query
from tests.search.quality.judgements import Judged
from tests.search.quality.measures import mean, ndcg, reciprocal_rank

Ask = Callable[[Query], Sequence[Document]]


@dataclass(frozen=True)
class Answer:
    """What came of one query: the hits with their grades, and the two numbers."""

    judged: Judged
    hits: tuple[tuple[int, Document], ...]
    ndcg: float
    rank: float


def judge(ask: Ask, queries: Iterable[Judged], documents: Sequence[Document]) -> list[Answer]:
    """Ask every query and measure the answers against all documents that there are."""
    return [_judge(ask, judged, documents) for judged in queries]


def _judge(ask: Ask, judged: Judged, documents: Sequence[Document]) -> Answer:
    existing = [grade for grade in map(judged.grade, documents) if grade]
    hits = tuple((judged.grade(document), document) for document in ask(judged.query))
    grades = [grade for grade, _ in hits]
    return Answer(judged, hits, ndcg(grades, existing), reciprocal_rank(grades))


@dataclass(frozen=True)
class Line:
    """A line of the table: a kind of query (or several), how many, and the means."""

    name: str
    count: int
    ndcg: float
    rank: float


def line(name: str, answers: Sequence[Answer]) -> Line:
    """Return the means of some answers."""
    return Line(name, len(answers), mean([answer.ndcg for answer in answers]), mean([answer.rank for answer in answers]))


def table(answers: Sequence[Answer]) -> list[Line]:
    """Return a line for each kind, then what may be looked at, what is held out, and all."""
    kinds: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        kinds[answer.judged.kind].append(answer)
    lines = [line(kind, some) for kind, some in kinds.items()]
    for name, held_out in (("(open)", False), ("(held out)", True)):
        lines.append(line(name, [answer for answer in answers if answer.judged.held_out is held_out]))
    return [*lines, line("(all)", answers)]
