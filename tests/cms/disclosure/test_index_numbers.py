from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from cms.accounts.models import Organisation
from cms.cluster.models import ChannelPage
from cms.disclosure.index_numbers import allot, allot_many
from cms.disclosure.models import DocumentPage


def make_document(channel: ChannelPage, organisation: Organisation, **fields: object) -> DocumentPage:
    return channel.add_child(instance=DocumentPage(
        title="关于印发实施方案的通知", publisher=organisation, created=date(2026, 1, 5), theme="0201", **fields
    ))


def test_numbers_count_up_per_organisation_and_year(organisation: Organisation) -> None:
    other = Organisation.objects.create(key="edu", name="晋城市教育局", short_name="市教育局", code="111405JC00200")
    assert allot(organisation, 2026) == "111405JC00100/2026-00001"
    assert allot(organisation, 2026) == "111405JC00100/2026-00002"
    assert allot(organisation, 2027) == "111405JC00100/2027-00001"
    assert allot(other, 2026) == "111405JC00200/2026-00001"
    assert allot_many(organisation, 2026, 2) == ["111405JC00100/2026-00003", "111405JC00100/2026-00004"]


def test_a_code_that_passes_to_a_successor_goes_on_counting(organisation: Organisation) -> None:
    allot(organisation, 2026)
    organisation.delete()
    successor = Organisation.objects.create(key="new", name="新机构", short_name="新机构", code="111405JC00100")
    assert allot(successor, 2026) == "111405JC00100/2026-00002"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_concurrent_callers_never_get_the_same_number() -> None:
    organisation = Organisation.objects.create(
        key="jc", name="晋城市人民政府", short_name="市政府", code="111405JC00100"
    )

    def take(_: int) -> list[str]:
        try:
            with transaction.atomic():
                return [allot(organisation, 2026) for _ in range(5)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for taken in pool.map(take, range(16)) for number in taken]
    assert len(set(numbers)) == 80
    assert max(numbers) == "111405JC00100/2026-00080"


def test_a_document_gets_its_number_on_the_first_save_and_keeps_it(
    channel: ChannelPage, organisation: Organisation
) -> None:
    document = make_document(channel, organisation)
    assert document.index_number is not None and document.index_number.startswith("111405JC00100/")
    first = document.index_number
    organisation.code = "111405JC00999"
    organisation.save()
    document.title = "改了标题"
    document.save_revision().publish()
    document.refresh_from_db()
    assert document.index_number == first


def test_a_deleted_documents_number_is_not_given_out_again(channel: ChannelPage, organisation: Organisation) -> None:
    document = make_document(channel, organisation)
    first = document.index_number
    document.delete()
    assert make_document(ChannelPage.objects.get(pk=channel.pk), organisation).index_number > first


def test_a_copy_gets_a_number_of_its_own_even_after_its_old_revisions_are_published(
    channel: ChannelPage, organisation: Organisation
) -> None:
    document = make_document(channel, organisation)
    document.save_revision().publish()
    copy = document.copy(update_attrs={"slug": "copy"}, keep_live=False)
    own = copy.index_number
    for revision in copy.revisions.all():
        revision.publish()
    copy.refresh_from_db()
    assert copy.index_number == own != document.index_number


def test_an_alias_has_no_number_of_its_own(channel: ChannelPage, organisation: Organisation) -> None:
    document = make_document(channel, organisation)
    alias = document.create_alias(update_slug="alias")
    document.save_revision().publish()
    alias.refresh_from_db()
    assert alias.index_number is None
    assert allot(organisation, document.published_at.year).endswith("-00002")
