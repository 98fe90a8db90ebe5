"""The rule of validity, as the table in docs/disclosure-documents.md has it."""

from datetime import date, timedelta
from itertools import product

import pytest

from cms.accounts.models import Organisation
from cms.cluster.models import ChannelPage
from cms.core.bulk import insert_pages
from cms.disclosure.enums import Validity
from cms.disclosure.models import DocumentPage
from cms.disclosure.validity import pages_that_turn, validity_case, validity_on
from tests.cms.conftest import new_document
from tests.layers import layer

DAY = date(2026, 7, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
V = Validity
# Columns: no dates; effective tomorrow; effective today; last day was yesterday; repeal reached.
TABLE = {
    V.UNMARKED: (V.UNMARKED, V.PENDING, V.VALID, V.EXPIRED, V.REPEALED),
    V.VALID: (V.VALID, V.PENDING, V.VALID, V.EXPIRED, V.REPEALED),
    V.PENDING: (V.PENDING, V.PENDING, V.VALID, V.EXPIRED, V.REPEALED),
    V.AMENDED: (V.AMENDED, V.PENDING, V.AMENDED, V.EXPIRED, V.REPEALED),
    V.EXPIRED: (V.EXPIRED,) * 5,
    V.REPEALED: (V.REPEALED, V.REPEALED, V.REPEALED, V.REPEALED, V.REPEALED),
}
COLUMNS = ({}, {"effective": AFTER}, {"effective": DAY}, {"effective": BEFORE, "expires": BEFORE}, {"repealed": DAY})


@pytest.mark.parametrize("choice", TABLE)
def test_the_table_of_the_rule(choice: Validity) -> None:
    assert tuple(validity_on(DAY, choice, **dates) for dates in COLUMNS) == TABLE[choice]


def test_every_choice_is_in_the_table() -> None:
    assert set(TABLE) == set(Validity)


def test_the_last_day_counts_and_the_day_of_a_repeal_does_not() -> None:
    assert validity_on(DAY, V.VALID, expires=DAY) == V.VALID
    assert validity_on(DAY, V.VALID, repealed=DAY) == V.REPEALED
    assert validity_on(DAY, V.VALID, repealed=AFTER) == V.VALID


def test_a_repeal_that_is_still_to_come_leaves_the_document_in_force_until_then() -> None:
    assert [validity_on(day, V.REPEALED, repealed=AFTER) for day in (DAY, AFTER)] == [V.VALID, V.REPEALED]


def test_what_expired_can_still_be_repealed() -> None:
    assert validity_on(DAY, V.VALID, expires=BEFORE, repealed=DAY) == V.REPEALED


def combinations() -> list[dict[str, object]]:
    days = (None, BEFORE, DAY, AFTER)
    names = ("validity", "effective", "expires", "repealed")
    return [dict(zip(names, values, strict=True)) for values in product(Validity, days, days, days)]


@layer
def every_choice(channel: ChannelPage, organisation: Organisation) -> None:
    """Put one document with each choice and order of dates into the channel."""
    first = new_document(channel, organisation)
    pages = [
        DocumentPage(
            title=f"第{place}件", slug=f"d{place}", publisher=first.publisher, created=date(2026, 1, 5), theme="0201",
            index_number=f"111405JC00100/2026-{place + 1000:05d}", **values,
        )
        for place, values in enumerate(combinations())
    ]
    insert_pages([(ChannelPage.objects.get(pk=channel.pk), page) for page in pages])


@pytest.fixture
def every_document(every_choice: None) -> list[DocumentPage]:
    return list(DocumentPage.objects.filter(slug__in=[f"d{place}" for place, _ in enumerate(combinations())]))


def test_the_expression_for_queries_says_the_same(every_document: list[DocumentPage]) -> None:
    for day in (BEFORE, DAY, AFTER):
        found = dict(DocumentPage.objects.annotate(today=validity_case(day)).values_list("pk", "today"))
        assert {page.pk: found[page.pk] for page in every_document} == {
            page.pk: str(page.validity_on(day)) for page in every_document
        }


@pytest.mark.parametrize(("after", "day"), [(BEFORE, DAY), (DAY, AFTER), (BEFORE, AFTER + timedelta(days=5)), (DAY, DAY)])
def test_the_pages_that_turn_are_those_that_differ(every_document: list[DocumentPage], after: date, day: date) -> None:
    differing = {page.pk for page in every_document if page.validity_on(after) != page.validity_on(day)}
    assert {page.pk for page in pages_that_turn(after, day)} == differing
    assert bool(differing) == (after != day)
