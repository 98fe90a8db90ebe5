"""What changes by itself because a day begins: told to the Change feed once, however late.

Who knows of such pages registers in `ready` what finds them. The day up to which the feed has told is a row of its own, written
with the facts, so that nothing is told twice by several publishers, or left out after none of them ran for a week.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms.publishing.models import Action, AnnouncedDay
from cms.publishing.record import record_pages

Turning = Callable[[date, date], Iterable[Page]]
ROW = 1
SKEW = timedelta(days=1)  # clocks of several machines pass midnight one after the other; a day more is a wrong clock
CAUSE = "有效性到日"

_turning: dict[str, Turning] = {}


def register_turning(name: str, find: Turning) -> None:
    """Make known what finds the pages that are other ones on a day (the second) than on an earlier day (the first)."""
    _turning[name] = find


def city_day(now: datetime | None = None) -> date:
    """Return the day of a moment, or of now, in the city: never that of a time zone which a member of staff chose."""
    return timezone.localdate(now, timezone.get_default_timezone())


def day_of_export() -> date:
    """Return the day as of which records are made.

    That is today; but whoever reads facts of a day must not be behind that day, even if its own clock is.
    """
    today = city_day()
    announced = AnnouncedDay.objects.values_list("day", flat=True).first()
    return announced if announced == today + SKEW else today


def record_new_day(now: datetime) -> int:
    """Append a fact for each page that is another one since the last day that was told; return how many there are."""
    today = city_day(now)
    if AnnouncedDay.objects.filter(day__in=(today, today + SKEW)).exists():
        return 0  # what is asked every second takes no lock
    with transaction.atomic():
        AnnouncedDay.objects.get_or_create(pk=ROW, defaults={"day": date.min})
        told = AnnouncedDay.objects.select_for_update().get(pk=ROW)
        if told.day in (today, today + SKEW):
            return 0
        first, last = sorted((told.day, today))  # the last day may have been told by a clock that was far ahead
        pages = [page for find in _turning.values() for page in find(first, last)]
        record_pages(pages, Action.CHANGE, cause=CAUSE)
        told.day = today
        told.save()
    return len(pages)
