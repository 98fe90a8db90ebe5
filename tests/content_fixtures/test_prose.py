import random
from datetime import datetime

import pytest

from content_fixtures.prose import Telling, UnknownSlotError

MOMENT = datetime(2026, 11, 30, 9, 0)


def tell(text: str, seed: int = 1, period: int = 0, **facts: str) -> str:
    telling = Telling(random.Random(seed), MOMENT, facts, period)
    telling.prepare([text])
    return telling.tell(text)


def test_a_choice_takes_one_of_its_words() -> None:
    assert {tell("今天[晴|多云]", seed) for seed in range(20)} == {"今天晴", "今天多云"}


def test_choices_may_stand_next_to_each_other_and_inside_one_another() -> None:
    assert tell("[[甲|甲]乙|甲乙]") == "甲乙"


def test_a_named_number_is_the_same_wherever_it_stands() -> None:
    first, second = tell("{tons}吨，共{tons=20-60}吨").split("，共")
    assert first == second and 20 <= int(first.removesuffix("吨")) <= 60


def test_a_decimal_range_keeps_its_places() -> None:
    assert len(tell("{price=2.10-2.90}")) == 4


def test_facts_win_over_what_a_slot_would_draw() -> None:
    assert tell("{road=甲路|乙街}", road="丙巷") == "丙巷"


@pytest.mark.parametrize(("text", "told"), [
    ("{d+5}", "12月5日"), ("{D-30}", "2026年10月31日"), ("{m}月", "11月"), ("{m+2}月", "1月"), ("{y-1}年", "2025年"),
    ("{w}", "第五周"),
])
def test_dates_are_counted_from_publication(text: str, told: str) -> None:
    assert tell(text) == told


def test_last_weeks_value_of_a_series_is_what_was_told_last_week() -> None:
    assert tell("{wheat~2.50~0.06~-1}", period=100) == tell("{wheat~2.50~0.06}", period=99)


def test_a_change_agrees_with_the_values_beside_it() -> None:
    for period in range(40):
        now, before, change = tell("{a~2.50~0.06} {a~2.50~0.06~-1} {a~2.50~0.06~change}", period=period).split()
        expected = "上涨" if now > before else "下降" if now < before else "持平"
        assert change.startswith(expected)


def test_an_unknown_slot_is_an_error_that_names_it() -> None:
    with pytest.raises(UnknownSlotError, match="nowhere"):
        tell("{nowhere}")
