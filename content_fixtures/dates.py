"""When fixtures happen: business hours in Jincheng, in a season that fits, never after a fixed day."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
LAST_DAY = date(2026, 11, 20)
SATURDAY = 5


def business_moment(rng: random.Random, *, days: int, months: Sequence[int] = (), newest: bool = False) -> datetime:
    """Return a working-day moment within the last `days`, in one of `months` if any are named."""
    candidates = _working_days(min(days, 14) if newest else days, tuple(months))
    if not candidates:
        candidates = _working_days(max(days, 540), tuple(months))
    day = rng.choice(candidates)
    hour = rng.choice((8, 9, 9, 10, 10, 11, 14, 15, 15, 16, 16, 17))
    return datetime(day.year, day.month, day.day, hour, rng.randrange(60), tzinfo=ZONE)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of a day in Jincheng."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@cache
def _working_days(days: int, months: tuple[int, ...]) -> list[date]:
    span = (LAST_DAY - timedelta(days=offset) for offset in range(days))
    return [day for day in span if day.weekday() < SATURDAY and (not months or day.month in months)]
