"""Phrases of pairs: the embedded engine looks for every second pair only, and must find what one that looks for all finds."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings, strategies as st

from search.conditions import Phrase
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.engines.tantivy_queries import sparse
from search.entries import Entry
from search.segmentation import cut, pairs_in, passage_in
from tests.contract.engines.entries import ask

# Few characters, so that passages come back: Chinese, what stands between Chinese, and what parts it.
TEXTS = st.text(alphabet="甲乙丙，a7 ", min_size=1, max_size=24)


def entry(number: int, text: str) -> Entry:
    keywords = {"id": (str(number),)}
    return Entry(id=number, words={"grams": cut(text).places()}, keywords=keywords, numbers={}, stored=str(number).encode(), digest="")


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
    assert sparse(["第2", "2号", "号文"]) == [(0, "第2"), (2, "号文")]
    assert sparse(["a·7", "7年", "年5", "5月"]) == [(0, "a·7"), (2, "年5"), (3, "5月")]


def test_the_rarest_pair_stays() -> None:
    tokens = ["太行", "行山", "山大", "大峡", "峡谷"]
    assert sparse(tokens, 1) == [(0, "太行"), (1, "行山"), (3, "大峡"), (4, "峡谷")]
    assert sparse(tokens, 2) == sparse(tokens, 4) == sparse(tokens)


def test_what_are_no_pairs_of_one_run_stays() -> None:
    assert sparse(["甲乙", "丙丁", "戊己"]) == [(0, "甲乙"), (1, "丙丁"), (2, "戊己")]
    assert sparse(["tai'hang", "hang'shan", "shan'xi"]) == [(0, "tai'hang"), (1, "hang'shan"), (2, "shan'xi")]


def test_a_number_is_a_unit_as_a_character_is() -> None:
    assert cut("截至2020年底").places() == ["截至", "至2020", "2020年", "年底", "·"]
    assert passage_in("截至2020年底") == ["截至", "至2020", "2020年", "年底"]
    assert cut("3.5亿").places() == ["3·5", "5亿", "·"]
    assert cut("2020").places() == ["2020"] and cut("年").places() == ["年"] and cut("，").places() == []
    assert cut("逾期，未报").places() == cut("逾期未报").places()


def test_words_may_stand_anywhere_so_that_numbers_stand_alone_for_them() -> None:
    assert pairs_in("截至2020年底") == ("截至", "2020", "年底")
    assert pairs_in("2020年3月") == ("2020", "2020年", "3", "3月")
    assert pairs_in("第5") == ("第5", "5") and pairs_in("b座") == ("b", "b座") and pairs_in("年") == ("年",)
    assert cut("公历2020年，gdp增长5%，2020年").alone() == ["2020", "gdp", "5"]
