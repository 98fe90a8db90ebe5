import pytest
from hypothesis import given, strategies as st

from cms.records.chinese_numerals import LAST, read_numeral, write_numeral


@pytest.mark.parametrize(("text", "number"), [
    ("一", 1), ("十", 10), ("十二", 12), ("一十二", 12), ("二十", 20), ("九十九", 99), ("一百", 100), ("一百零三", 103), ("一百〇三", 103),
    ("一百一十", 110), ("一百十", 110), ("一百三十", 130), ("一千零三", 1003), ("一千零三十", 1030), ("一千零一十", 1010),
    ("二千一百", 2100), ("九千九百九十九", 9999), ("一〇三", 103), ("一○三", 103), ("二三", 23), ("二〇二六", 2026), ("〇〇三", 3),
])
def test_numerals_are_read_aloud_or_one_after_the_other(text: str, number: int) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize("text", ["", "一百三", "百", "十十", "一千三", "零十二", "三百零", "一二三四五", "一万", "晋", "12", "二十〇三"])
def test_other_texts_are_no_numerals(text: str) -> None:
    assert read_numeral(text) is None


@given(st.integers(1, LAST))
def test_what_is_written_is_read_again(number: int) -> None:
    assert read_numeral(write_numeral(number)) == number
