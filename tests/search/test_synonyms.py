from datetime import date

from search.planning import Plan
from search.query import Query
from search.synonyms import Synonyms

GENERAL = {"上户口": ("出生登记", "落户"), "低保": ("最低生活保障",)}


def test_the_words_of_all_tables_are_found_once_each():
    assert Synonyms(GENERAL, {"低保": ("最低生活保障", "救助")}).of("低保") == ("最低生活保障", "救助")
    assert Synonyms(GENERAL).of("公交") == ()


def test_neighbours_that_have_other_words_together_stay_together():
    assert "上户口" in Synonyms(GENERAL).cut("给孩子上户口")
    assert "上户口" not in Synonyms().cut("给孩子上户口")


def test_cutting_loses_nothing():
    assert "".join(Synonyms(GENERAL).cut("给孩子上户口要材料")) == "给孩子上户口要材料"


def test_a_word_inside_other_words_is_none():
    assert "上学" not in Synonyms({"上学": ("入学",)}).cut("线上学习")


def test_another_word_of_which_nothing_is_left_does_no_harm() -> None:
    assert Plan(Query(text="供暖"), Synonyms({"供暖": ("",)}), date(2026, 1, 5)).condition().must
