"""What of a query is kept."""

import pytest

from search.personal import keepable


@pytest.mark.parametrize("text", [
    "13800138000", "138 0013 8000", "138-0013-8000", "0356-2198000", "张三14050219900101123X", "１３８００１３８０００", "a@example.org",
    "查一下 name@mail.example 的", "6222 0212 3456 7890 123", "我" * 61, "   ", "",
    "晋E12345", "晋e·A1234 违章", "查晋E 12345", "晋ED12345", "晋ＥＡ８８８８",
])
def test_what_looks_like_somebodys_own_data_is_not_kept(text: str) -> None:
    assert keepable(text) == ""


@pytest.mark.parametrize(("text", "kept"), [
    ("公积金", "公积金"), ("  GDP  2025年 ", "gdp 2025年"), ("晋市政办〔2010〕11号", "晋市政办〔2010〕11号"), ("12345热线", "12345热线"),
    ("ＡＢＣ", "abc"), ("2026-01-05", "2026-01-05"),
    ("晋E号段", "晋e号段"), ("晋ABCDEF", "晋abcdef"), ("云A区2026", "云a区2026"),
])
def test_other_queries_are_kept_as_they_are_compared(text: str, kept: str) -> None:
    assert keepable(text) == kept
