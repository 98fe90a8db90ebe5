import pytest

from search.question_words import without_asking


@pytest.mark.parametrize(("asked", "about"), [
    ("身份证丢了怎么补", "身份证丢 补"),
    ("老家翻盖房子要审批吗", "老家翻盖房子要审批"),
    ("请问在哪里办健康证？", "健康证"),
    ("生孩子能领多少钱", "生孩子能领"),
    ("住房公积金提取", "住房公积金提取"),
    ("关于为了方便群众了解政策的通知", "关于为了方便群众了解政策的通知"),
])
def test_what_is_asked_about_is_left(asked: str, about: str):
    assert without_asking(asked) == about


@pytest.mark.parametrize("words", ["怎么办", "什么", "？", ""])
def test_a_question_about_nothing_stays_as_it_is(words: str):
    assert without_asking(words) == words
