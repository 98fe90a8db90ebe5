"""What time does to documents: they come into force, expire and are repealed while nobody does anything."""

import datetime as dt

from django.db.models import Q
from hypothesis import strategies as st
from hypothesis.stateful import rule

from cms.disclosure.enums import Validity
from cms.disclosure.models import DocumentPage
from cms.publishing.days import city_day
from cms.publishing.models import Action, AnnouncedDay
from cms.publishing.record import record_page
from tests.edits.choosing import NUMBER, Choosing, publish

DATES = ("effective", "expires", "repealed")
SOON = st.none() | st.integers(-2, 4)  # days from today


class DayEdits(Choosing):
    """Gives documents their dates, and lets days pass."""

    @rule(which=NUMBER, choice=st.sampled_from(Validity.values), effective=SOON, lasting=st.none() | st.integers(0, 3), repealed=SOON)
    def edit_validity(self, which: int, choice: str, effective: int | None, lasting: int | None, repealed: int | None) -> None:
        page = self.pick(DocumentPage.objects.filter(alias_of=None), which)
        if page:
            page.validity, page.effective, page.repealed = choice, _day(effective), _day(repealed)
            page.expires = _day((effective or 0) + lasting) if lasting is not None else None
            publish(page)

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        """Move every date back, and the day of which the feed has told: the clock cannot be moved on.

        That a page shows another date is no work of the clock, and told here; that its validity turned is left to the publisher.
        """
        today, passed = city_day(), dt.timedelta(days=days)
        for page in DocumentPage.objects.filter(Q(effective__isnull=False) | Q(expires__isnull=False) | Q(repealed__isnull=False)):
            before = page.validity_on(today)
            for name in DATES:
                if moved := getattr(page, name):
                    setattr(page, name, moved - passed)
            DocumentPage.objects.filter(pk=page.pk).update(**{name: getattr(page, name) for name in DATES})
            if page.validity_on(today) == before:
                record_page(page, Action.CHANGE, cause="日期")
        for told in AnnouncedDay.objects.all():
            told.day -= passed
            told.save()


def _day(from_today: int | None) -> dt.date | None:
    return None if from_today is None else city_day() + dt.timedelta(days=from_today)
