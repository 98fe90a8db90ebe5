"""The judged queries and the known items, on every engine there is. What falls below is a fault, and so is a gap between engines."""

from collections.abc import Callable, Sequence

import pytest

from search.documents import Document
from tests.contract.engines.conftest import NEEDS
from tests.search.quality.corpus import corpus
from tests.search.quality.engines import ENGINES, engine_of
from tests.search.quality.judgements import judged_queries
from tests.search.quality.judging import Line, judge, table
from tests.search.quality.known_items import LEAST, known_items, measure_known
from tests.search.quality.laws import laws

LEAST_NDCG, MOST_APART = 0.85, 0.03
Measure = Callable[[str, str], dict[str, Line]]


@pytest.fixture(scope="module")
def documents() -> Sequence[Document]:
    return corpus()


@pytest.fixture(scope="module")
def measured(documents: Sequence[Document]) -> Measure:
    """Return what measures an engine, whichever test asks: tests of a file may be dealt out to several processes."""
    known: dict[str, dict[str, Line]] = {}

    def measure(engine: str, address: str) -> dict[str, Line]:
        if engine not in known:
            with engine_of(engine, documents, address) as ask:
                known[engine] = {one.name: one for one in table(judge(ask, judged_queries(), documents))}
        return known[engine]

    return measure


@pytest.fixture(params=[pytest.param(name, marks=[pytest.mark.server] if name in NEEDS else []) for name in ENGINES])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def address(engine: str, request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(NEEDS[engine])) if engine in NEEDS else ""


def test_every_query_has_an_answer_in_the_corpus(documents: Sequence[Document]):
    assert [one.words for one in judged_queries() if not any(one.grade(document) >= 2 for document in documents)] == []


def test_people_find_what_they_search_for(engine: str, address: str, measured: Measure):
    lines = measured(engine, address)
    assert lines["(all)"].ndcg >= LEAST_NDCG, lines
    assert lines["(held out)"].ndcg >= LEAST_NDCG, lines


@pytest.mark.server
def test_engines_are_equally_good(request: pytest.FixtureRequest, measured: Measure):
    addresses = {name: str(request.getfixturevalue(NEEDS[name])) if name in NEEDS else "" for name in ENGINES}
    reached = {name: measured(name, address)["(all)"].ndcg for name, address in addresses.items()}
    assert len(reached) > 1
    assert max(reached.values()) - min(reached.values()) <= MOST_APART, reached


def test_a_known_document_is_found(engine: str, address: str):
    regulations = laws(400)
    with engine_of(engine, regulations, address) as ask:
        reached = measure_known(ask, list(known_items(regulations[::8])))
    assert {kind: value for kind, value in reached.items() if value < LEAST[kind]} == {}
