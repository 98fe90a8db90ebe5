"""What the lines of webmasters mean, and what is said of those that mean nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from cms.records.search_words import BestBet
from cms.search_words.lines import LineError, read_best_bets, read_hot, read_synonyms, with_hot
from cms.search_words.models import SearchWords


def test_groups_of_words() -> None:
    assert read_synonyms("社保，社会保险、五险\n\n  身份证 ＩＤ卡 身份证\r\n") == (("社保", "社会保险", "五险"), ("身份证", "ID卡"))


def test_pages_for_queries() -> None:
    text = "公积金, 住房公积金 = http://www.localhost:8000/a/202601/t20260105_417.html?x=1\n社保 ＝ https://x/t20260105_9.json"
    assert read_best_bets(text) == (
        BestBet(queries=("公积金", "住房公积金"), page=417), BestBet(queries=("社保",), page=9),
    )


def test_queries_that_are_offered() -> None:
    assert read_hot("社保\n公积金 提取\n社保\n") == ("社保", "公积金 提取")


def test_a_query_is_added_once_as_queries_are_compared() -> None:
    assert with_hot("", "社保") == "社保"
    assert with_hot("社保\r\n\n公积金", " ＡＢ\n c ") == "社保\n公积金\nAB c"
    assert with_hot("社保\n", "社保") == "社保\n"


def test_the_hot_queries_stay_within_their_limits() -> None:
    full = "\n".join(f"词{n}" for n in range(20))
    assert read_hot(with_hot(full.replace("词1\n", "词0\n"), "新")) and with_hot(full, "词3") == full
    for text, words, reason in ((full, "新", "最多 20 个"), ("", "长" * 31, "最长 30 字，这一个有 31 字"), ("", " \n", "没有写")):
        with pytest.raises(LineError, match=reason):
            with_hot(text, words)


@pytest.mark.parametrize(("read", "text", "words"), [
    (read_synonyms, "社保", "第 1 行至少要有 2 个词"), (read_synonyms, "\n\n社保，社保", "第 3 行至少要有 2 个词"),
    (read_synonyms, "，".join(f"词{n}" for n in range(21)), "有 21 个词，最多 20 个"), (read_synonyms, f"社保 {'长' * 31}", "超过 30 字"),
    (read_best_bets, "公积金", "没有等号"), (read_best_bets, "公积金 = http://x/index.html", "不是本网站群的内容页"),
    (read_best_bets, "= http://x/t20260105_1.html", "至少要有 1 个词"), (read_hot, "长" * 31, "第 1 行超过 30 字"),
    (read_hot, "\n".join(f"词{n}" for n in range(21)), "最多 20 个，现在有 21 个"),
])
def test_a_line_that_means_nothing_is_named(read: Callable[[str], Any], text: str, words: str) -> None:
    with pytest.raises(LineError, match=words):
        read(text)


def test_what_stands_twice_is_counted_once() -> None:
    words = SearchWords(synonyms="社保，五险\n\n公积金，住房公积金", best_bets="", hot="炎帝陵\n炎帝陵\n 大黄梨 \n")
    assert words.counts == (2, 0, 2)
