import pytest

from search.vocabulary import builtin_synonyms, read_synonyms


def test_everyday_words_lead_to_official_ones_and_not_back():
    assert read_synonyms("# what\n上户口 > 出生登记, 落户\n") == {"上户口": ("出生登记", "落户")}


def test_names_of_one_thing_lead_to_each_other():
    assert read_synonyms("医保 = 医疗保险 = 基本医疗保险  # three") == {
        "医保": ("医疗保险", "基本医疗保险"), "医疗保险": ("医保", "基本医疗保险"), "基本医疗保险": ("医保", "医疗保险"),
    }


def test_a_word_may_stand_on_several_lines():
    assert read_synonyms("低保 = 最低生活保障\n低保 > 社会救助, 最低生活保障")["低保"] == ("最低生活保障", "社会救助")


@pytest.mark.parametrize("line", ["低保", "低保 >", "> 低保", "低保 = 低保", "低 保 > 救助", "低保 > 救助,", "低保 = "])
def test_a_line_that_says_nothing_is_named(line: str):
    with pytest.raises(ValueError, match="第 2 行"):
        read_synonyms(f"# one\n{line}\n")


def test_the_builtin_vocabulary_is_readable_and_large():
    synonyms = builtin_synonyms()
    assert len(synonyms) > 500
    assert "最低生活保障" in synonyms["低保"]
    assert "出生登记" in synonyms["上户口"]
