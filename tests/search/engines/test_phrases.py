"""Phrases of pairs: the embedded engine looks for every second pair only, and must find what one that looks for all finds."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings, strategies as st

from search.conditions import Phrase
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.engines.tantivy_queries import sparse
from search.entries import Entry
from search.segmentation import END, pairs_in, passage_in, places_in
from tests.contract.engines.entries import ask

# Few characters, so that passages come back: Chinese, what stands between Chinese, and what parts it.
TEXTS = st.text(alphabet="甲乙丙，a7 ", min_size=1, max_size=24)


def entry(number: int, text: str) -> Entry:
    keywords = {"id": (str(number),)}
    return Entry(id=number, words={"grams": places_in(text)}, keywords=keywords, numbers={}, stored=str(number).encode(), digest="")


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=12), st.lists(TEXTS, min_size=1, max_size=12))
def test_every_second_pair_finds_the_same(texts: list[str], passages: list[str]) -> None:
    entries = [entry(number, text) for number, text in enumerate(texts, 1)]
    with TemporaryDirectory() as folder:
        engines = [MemoryEngine(), EmbeddedEngine(Path(folder))]
        for engine in engines:
            engine.replace(entries, "")
        for passage in [*passages, *(text[start:start + 6] for text in texts for start in range(0, len(text), 5))]:
            if tokens := passage_in(passage):
                phrase = Phrase(field="grams", tokens=tuple(tokens))
                first, second = (sorted(ask(engine, phrase, size=20)) for engine in engines)
                assert first == second, (passage, tokens)


def test_pairs_between_others_are_left_out() -> None:
    assert sparse(["太行", "行山", "山大", "大峡", "峡谷"]) == [(0, "太行"), (2, "山大"), (4, "峡谷")]
    assert sparse(["太行", "行山", "山大", "大峡"]) == [(0, "太行"), (2, "山大"), (3, "大峡")]
    assert sparse(["第", "2", "号"]) == [(0, "第"), (1, "2"), (2, "号")]
    assert sparse(["甲乙", "丙丁", "戊己"]) == [(0, "甲乙"), (1, "丙丁"), (2, "戊己")]


def test_a_run_has_as_many_places_as_characters() -> None:
    assert places_in("截至2020年底") == ["截至", END, "2020", "年底", END]
    assert passage_in("截至2020年底") == ["截至", END, "2020", "年底"]
    assert pairs_in("截至2020年底") == ["截至", "2020", "年底"]
    assert places_in("逾期，未报") == places_in("逾期未报")
