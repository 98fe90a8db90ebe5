"""The embedded engine estimates how many pages have words or a passage that very many have."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from msgspec.structs import replace

from search.conditions import Condition, Everything, OneOf, Phrase, Word
from search.engines.base import EXACT, TOTAL, Found, Question
from search.engines.embedded import EmbeddedEngine
from search.entries import Entry

DOCUMENTS = 24_000
OFTEN = Phrase(field="grams", tokens=("太行", "行山"))  # in all but every sixth
SELDOM = Phrase(field="grams", tokens=("行山", "山水"))  # in every fifth
COUNTS = {"site": None, "kind": None}


def entries() -> Iterator[Entry]:
    for number in range(1, DOCUMENTS + 1):
        grams = ["太行" if number % 6 else "太太", "行山", "山水" if number % 5 == 0 else "山川"]
        keywords = {"id": (str(number),), "site": ("county" if number % 4 == 0 else "portal",), "kind": ("article",)}
        yield Entry(id=number, words={"grams": grams}, keywords=keywords, numbers={}, stored=b"", digest="")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    engine = EmbeddedEngine(Path(tmp_path_factory.mktemp("index")))
    engine.replace(entries(), "")
    return engine


def counted(engine: EmbeddedEngine, condition: Condition, start: int = 0) -> Found:
    return engine.ask(Question(condition=condition, counts=COUNTS, start=start))


@pytest.mark.parametrize("condition", [OFTEN, Word(field="grams", token="太行")], ids=["passage", "word"])
def test_what_very_many_have_is_estimated(engine: EmbeddedEngine, condition: Condition) -> None:
    found = counted(engine, condition)
    assert found.estimated == {TOTAL, "site", "kind"}
    assert found.total == pytest.approx(20_000, rel=0.1)
    assert found.counts["site"]["portal"] == pytest.approx(16_000, rel=0.1)
    assert found.counts["site"]["county"] == pytest.approx(4_000, rel=0.2)
    assert found.counts["kind"] == {"article": found.total}
    assert len(found.hits) == 10


def test_an_estimate_has_three_digits(engine: EmbeddedEngine) -> None:
    assert counted(engine, OFTEN).total % 100 == 0


def test_what_fewer_have_is_exact(engine: EmbeddedEngine) -> None:
    found = counted(engine, SELDOM)
    assert found.total == 4_800 < EXACT
    assert found.counts == {"site": {"portal": 3_600, "county": 1_200}, "kind": {"article": 4_800}}
    assert not found.estimated


@pytest.mark.parametrize("condition", [Everything(), OneOf(field="kind", values=("article",))], ids=["all", "of a kind"])
def test_what_filters_alone_find_is_always_counted(engine: EmbeddedEngine, condition: Condition) -> None:
    found = counted(engine, condition)
    assert (found.total, found.estimated) == (DOCUMENTS, frozenset())
    assert found.counts["site"] == {"portal": 18_000, "county": 6_000}


def test_whoever_asks_again_is_told_the_same_until_the_index_changes(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.replace(islice(entries(), 12), "")
    assert [counted(engine, OFTEN, start=start).total for start in (0, 10)] == [10, 10]
    engine.update(islice(entries(), 12, 18), [1], "")
    assert [counted(engine, OFTEN, start=start).total for start in (0, 10)] == [14, 14]


def test_only_the_counts_that_are_high_are_estimates(engine: EmbeddedEngine) -> None:
    county = Everything(must=(OFTEN,), filters=(OneOf(field="site", values=("county",)),))
    found = engine.ask(Question(condition=county, counts={"site": OFTEN, "kind": None}))
    assert (found.total, found.estimated) == (4_000, {"site"})
    assert found.counts["kind"] == {"article": 4_000}


def test_no_site_is_missing_among_groups_however_few_it_has(tmp_path: Path) -> None:
    few = (replace(each, id=DOCUMENTS + each.id, keywords={**each.keywords, "site": ("tourism",)}) for each in islice(entries(), 2))
    engine = EmbeddedEngine(tmp_path)
    engine.replace((*entries(), *few), "")
    passage = Phrase(field="grams", tokens=("行山",))
    found = engine.ask(Question(condition=passage, counts={"site": None}, per_site=2))
    assert len(found.hits) == 6 and "tourism" not in found.counts["site"] and TOTAL in found.estimated


def test_what_was_removed_is_in_no_estimate(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.replace(entries(), "")
    engine.update([], range(1, 2_001), "")
    found = counted(engine, Everything(must=(OFTEN,), never=(OneOf(field="site", values=("nowhere",)),)))
    assert found.total == pytest.approx(22_000 * 5 / 6, rel=0.1)
    assert found.counts["kind"] == {"article": found.total}
