"""Pinyin as people type it."""

import pytest

from search.pinyin import run_together


@pytest.mark.parametrize(("typed", "word"), [
    ("jin cheng shi", "jinchengshi"), ("Gong Ji Jin", "gongjijin"), ("ｗａｎｇ　ｍａｎｇ　ｌｉｎｇ", "wangmangling"),
    ("gongji jin", "gongjijin"), ("xi'an", "xian"), (" yi  bao ", "yibao"),
])
def test_syllables_with_blanks_between_are_one_word(typed: str, word: str) -> None:
    assert run_together(typed) == word


@pytest.mark.parametrize("typed", [
    "", " ", "'", "yibao", "医保 报销", "yi bao 报销", "search engine", "gjj tq", "a e", "PM2.5 yi", "\"yi bao\"", "x" * 200,
    "yi " * 60 + "x",
])
def test_what_is_not_pinyin_alone_stays_as_it_was_typed(typed: str) -> None:
    assert run_together(typed) == typed
