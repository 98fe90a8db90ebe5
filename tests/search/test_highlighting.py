"""What is marked in titles and passages."""

import pytest

from search.highlighting import LENGTH, MARGIN, MOST, Marker


@pytest.mark.parametrize(("pieces", "text", "marked"), [
    (["太行"], "太行山与太行", "<mark>太行</mark>山与<mark>太行</mark>"),
    (["太行", "太行山"], "太行山与太行", "<mark>太行山</mark>与<mark>太行</mark>"),  # the longest of those that begin at one place
    (["行山大", "太行"], "太行山大", "<mark>太行</mark>山大"),  # the first of those that overlap
    (["哈哈"], "哈哈哈", "<mark>哈哈</mark>哈"),
    (["办,法"], "办法、办（法）、办与法", "<mark>办法</mark>、<mark>办（法</mark>）、办与法"),
    ([","], "一，二", "一<mark>，</mark>二"),
    (["3年"], "第３年和3年", "第<mark>３年</mark>和<mark>3年</mark>"),
    (["国道"], "國道与国道", "國道与<mark>国道</mark>"),  # whole texts are written so, single words are not
    (["国道"], "國道", "<mark>國道</mark>"),
    (["ab"], "AB㎡ab", "<mark>AB</mark>㎡<mark>ab</mark>"),
    (["市"], "<b>市&amp;\"", "&lt;b&gt;<mark>市</mark>&amp;amp;&quot;"),
    ([], "什么都没有", "什么都没有"),
])
def test_what_is_looked_for_is_marked(pieces: list[str], text: str, marked: str) -> None:
    assert Marker(pieces).title(text) == marked


def test_of_what_stands_in_quotation_marks_no_word_alone_is_marked() -> None:
    assert Marker(["供热"], ["发放到位"]).title("供热补贴发放，已发放到位") == "<mark>供热</mark>补贴发放，已<mark>发放到位</mark>"


def test_a_passage_has_the_most_different_words() -> None:
    text = "供热" * 3 + "。" * 2 * LENGTH + "供热与供暖" + "。" * 2 * LENGTH + "供热"
    shown = Marker(["供热", "供暖"]).passage((text,), "")
    assert "<mark>供热</mark>与<mark>供暖</mark>" in shown
    assert shown.startswith("…" + "。" * MARGIN) and shown.endswith("。…")


def test_of_a_text_that_repeats_itself_a_part_is_looked_at() -> None:
    assert Marker(["一"]).title("一" * 2 * MOST).count("<mark>") == MOST


def test_without_any_place_the_beginning_is_shown() -> None:
    assert Marker(["供热"]).passage(("没有", ""), "摘要") == "摘要"
    assert Marker(["供热"]).passage(("没有",), "长" * 2 * LENGTH) == "长" * LENGTH + "…"
