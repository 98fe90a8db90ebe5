"""How long a normative document (行政规范性文件) is in force, and when somebody is to be reminded that it ends.

domain.md 3.6: five years, two where it is 暂行 or 试行; a reminder six months before; a clean-up list every year.
"""

from calendar import monthrange
from datetime import date, timedelta

YEARS, TRIAL_YEARS = 5, 2
TRIAL = ("暂行", "试行")
REMINDED_BEFORE = 6  # months
REVIEWED_EVERY = 12  # months


def years_of(title: str) -> int:
    """Return for how many years a normative document with this title is in force unless it says otherwise."""
    return TRIAL_YEARS if any(word in title for word in TRIAL) else YEARS


def proposed_expiry(title: str, effective: date) -> date:
    """Return the last day on which a normative document is in force: that before its anniversary."""
    anniversary = months_after(effective, 12 * years_of(title))
    # The 29th of February has none in most years; then the 28th is the day before it.
    return anniversary - timedelta(days=1) if anniversary.day == effective.day else anniversary


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later or, with a negative number, earlier; the last of a month that is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
