from datetime import date

import pytest

from cms.disclosure.expiry import months_after, proposed_expiry, years_of


@pytest.mark.parametrize(("title", "years"), [
    ("晋城市供热管理办法", 5), ("晋城市供热管理办法（试行）", 2), ("晋城市供热管理暂行办法", 2), ("晋城市供热管理暂行规定（试行）", 2),
])
def test_a_trial_lasts_two_years_and_anything_else_five(title: str, years: int) -> None:
    assert years_of(title) == years


@pytest.mark.parametrize(("effective", "last"), [
    (date(2026, 1, 1), date(2030, 12, 31)), (date(2026, 3, 1), date(2031, 2, 28)), (date(2023, 3, 1), date(2028, 2, 29)),
    (date(2024, 2, 29), date(2029, 2, 28)),
])
def test_the_last_day_is_that_before_the_anniversary(effective: date, last: date) -> None:
    assert proposed_expiry("办法", effective) == last


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2026, 8, 31), 6, date(2027, 2, 28)), (date(2026, 6, 30), 6, date(2026, 12, 30)), (date(2026, 3, 31), -1, date(2026, 2, 28)),
    (date(2026, 11, 25), -12, date(2025, 11, 25)), (date(2026, 12, 1), 1, date(2027, 1, 1)),
])
def test_months_end_where_they_end(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then
