"""What begins and ends with a day is a fact of the feed: once, at midnight in the city, and also after the publishers stood still."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cms.accounts.models import Organisation
from cms.cluster.models import ChannelPage, SiteProfile
from cms.disclosure.models import DocumentPage
from cms.export.export import export_all, export_keys
from cms.publishing.days import city_day, day_of_export, record_new_day
from cms.publishing.models import AnnouncedDay, Change
from cms.records import DocumentRecord, MediaFile, digest, key_of
from tests.cms.conftest import new_document
from tests.layers import layer

MakeDocument = Callable[..., DocumentPage]
CITY = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 7, 1)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY)


def told_up_to(day: date) -> None:
    """Let the feed have told everything up to a day."""
    record_new_day(at(day))
    Change.objects.all().delete()


def facts() -> list[str]:
    return sorted(Change.objects.filter(cause="有效性到日").values_list("object_key", flat=True))


def key(page: DocumentPage) -> str:
    return f"content:{page.pk}"


def test_the_day_is_that_of_the_city_wherever_a_member_of_staff_is() -> None:
    with timezone.override("America/New_York"):
        assert city_day(datetime(2026, 6, 30, 16, 0, tzinfo=UTC)) == DAY
        assert city_day(datetime(2026, 6, 30, 15, 59, tzinfo=UTC)) == DAY - timedelta(days=1)


def test_a_document_that_takes_effect_is_a_fact_at_midnight_and_only_once(make_document: MakeDocument) -> None:
    page = make_document(effective=DAY, validity="pending")
    told_up_to(DAY - timedelta(days=1))
    assert record_new_day(at(DAY - timedelta(days=1), 23, 59)) == 0 and facts() == []
    assert record_new_day(at(DAY)) == 1 and facts() == [key(page)]
    assert record_new_day(at(DAY, 0, 1)) == 0 and facts() == [key(page)]


def test_days_without_a_publisher_are_told_later_each_document_once(make_document: MakeDocument) -> None:
    due = [
        make_document(effective=DAY), make_document(expires=DAY + timedelta(days=2)),
        make_document(validity="repealed", repealed=DAY + timedelta(days=4)),
        make_document(effective=DAY, expires=DAY + timedelta(days=3)),
    ]
    make_document(effective=DAY + timedelta(days=30))
    make_document()
    told_up_to(DAY - timedelta(days=1))
    assert record_new_day(at(DAY + timedelta(days=9))) == len(due)
    assert facts() == sorted(key(page) for page in due)


def test_a_document_that_is_in_force_for_days_nobody_saw_is_no_fact(make_document: MakeDocument) -> None:
    make_document(validity="expired", effective=DAY, expires=DAY + timedelta(days=3))
    told_up_to(DAY - timedelta(days=1))
    assert record_new_day(at(DAY + timedelta(days=9))) == 0


def test_drafts_are_no_facts_and_aliases_are(
    make_document: MakeDocument, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    make_document(effective=DAY, live=False)
    page = make_document(effective=DAY)
    alias = page.create_alias(parent=make_channel(gaoping))
    told_up_to(DAY - timedelta(days=1))
    record_new_day(at(DAY))
    assert facts() == sorted([key(page), key(alias)])


def test_where_nothing_was_told_yet_all_that_has_turned_is(make_document: MakeDocument) -> None:
    page = make_document(effective=DAY - timedelta(days=400))
    make_document(effective=DAY + timedelta(days=1))
    assert record_new_day(at(DAY)) == 1 and facts() == [key(page)]


def test_a_clock_that_was_far_ahead_is_put_right(make_document: MakeDocument) -> None:
    page = make_document(effective=DAY + timedelta(days=100))
    told_up_to(DAY)
    for day in (DAY + timedelta(days=3650), DAY):
        Change.objects.all().delete()
        record_new_day(at(day))
        assert facts() == [key(page)]
    assert AnnouncedDay.objects.get().day == DAY


def test_records_are_not_behind_the_day_of_which_the_feed_has_told(db: None) -> None:
    today = city_day()
    assert day_of_export() == today
    told = AnnouncedDay.objects.create(day=today + timedelta(days=1))
    assert day_of_export() == today + timedelta(days=1)
    for other in (today - timedelta(days=1), today + timedelta(days=2)):
        told.day = other
        told.save()
        assert day_of_export() == today


def test_a_record_has_the_validity_of_the_day_it_is_made_for(make_document: MakeDocument) -> None:
    page = make_document(effective=DAY, expires=DAY + timedelta(days=1))
    days = [DAY + timedelta(days=number) for number in (-1, 0, 1, 2)]
    records = [next(iter(export_keys([key(page)], day))) for day in days]
    assert [each.validity_label for each in records if isinstance(each, DocumentRecord)] == ["尚未施行", "有效", "有效", "失效"]


@layer
def documents_that_turn(channel: ChannelPage, organisation: Organisation) -> None:
    """Publish documents that begin or end every third day from two days before the day on."""
    for shift in range(-2, 45, 3):
        turn = DAY + timedelta(days=shift)
        new_document(channel, organisation, effective=turn, validity="pending")
        new_document(channel, organisation, expires=turn, validity="amended")
        new_document(channel, organisation, repealed=turn, validity="repealed", expires=turn + timedelta(days=20))


@pytest.mark.parametrize("days", [1, 2, 40])
def test_what_differs_between_two_days_is_what_the_feed_tells(documents_that_turn: None, days: int) -> None:
    told_up_to(DAY)
    last = DAY + timedelta(days=days)

    def state(day: date) -> dict[str, bytes]:
        return {key_of(each): digest(each) for each in export_all(day=day) if not isinstance(each, MediaFile)}

    before, after = state(DAY), state(last)
    record_new_day(at(last))
    assert facts() == sorted(name for name in after if after[name] != before[name])
