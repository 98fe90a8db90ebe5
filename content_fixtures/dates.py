"""When fixtures happen: business hours in Jincheng, in a season that fits, never after a fixed day."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
LAST_DAY = date(2026, 11, 20)
SATURDAY = 5
RECENT, YEAR_AND_HALF = 12, 540
SKEW = 2.2
HOLIDAYS = (((1, 1), (1, 3)), ((2, 8), (2, 22)), ((5, 1), (5, 5)), ((10, 1), (10, 7)))  # months and days


def business_moment(rng: random.Random, *, days: int, months: Sequence[int] = (), newest: bool = False) -> datetime:
    """Return a working-day moment within the last `days`, in one of `months` if any are named.

    Recent days are likelier than old ones, as they are on the first pages of any site.
    """
    candidates = _working_days(min(days, RECENT) if newest else days, tuple(months))
    if not candidates:
        candidates = _working_days(max(days, YEAR_AND_HALF), tuple(months))
    day = candidates[int(len(candidates) * rng.random() ** SKEW)]
    hour = rng.choice((8, 9, 9, 10, 10, 11, 14, 15, 15, 16, 16, 17))
    return datetime(day.year, day.month, day.day, hour, rng.randrange(60), tzinfo=ZONE)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of a day in Jincheng."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@cache
def _working_days(days: int, months: tuple[int, ...]) -> list[date]:
    span = (LAST_DAY - timedelta(days=offset) for offset in range(days))
    return [day for day in span if is_working_day(day) and (not months or day.month in months)]


def is_working_day(day: date) -> bool:
    """Tell whether offices are open, near enough: the spring festival moves, but is always within these weeks."""
    closed = any(first <= (day.month, day.day) <= last for first, last in HOLIDAYS)
    return day.weekday() < SATURDAY and not closed


def working_day_before(day: date, back: int) -> date:
    """Return the last working day at least `back` days before a day."""
    earlier = day - timedelta(days=back)
    while not is_working_day(earlier):
        earlier -= timedelta(days=1)
    return earlier
