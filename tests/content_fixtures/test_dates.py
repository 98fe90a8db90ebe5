import random
from datetime import datetime
from typing import Any

from content_fixtures.dates import LAST_DAY, business_moment


def moments(**options: Any) -> list[datetime]:
    return [business_moment(random.Random(seed), days=540, **options) for seed in range(300)]


def test_fixtures_happen_in_business_hours_and_never_after_the_last_day() -> None:
    for moment in moments():
        assert moment.weekday() < 5 and 8 <= moment.hour < 18 and moment.date() <= LAST_DAY


def test_seasons_are_kept() -> None:
    assert {moment.month for moment in moments(months=(6, 7))} == {6, 7}


def test_the_newest_article_of_a_channel_is_not_two_weeks_old() -> None:
    assert all((LAST_DAY - moment.date()).days < 14 for moment in moments(newest=True))


def test_recent_days_are_likelier_than_old_ones() -> None:
    recent = sum((LAST_DAY - moment.date()).days < 270 for moment in moments())
    assert recent > 180
