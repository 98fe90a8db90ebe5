from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from cms.accounts.models import Organisation
from cms.cluster.models import ChannelPage
from cms.core.bulk import insert_pages
from cms.disclosure.index_numbers import allot, allot_many, claim
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


@pytest.mark.parametrize("number", [
    "111405JC00100/2026-1", "111405JC00100-2026-00001", "111405jc00100/2026-00001", "111405JC00100/1826-00001", "12345678/2026-00001",
    "111405JC00100/2026-00000", "索引号", " 111405JC00100/2026-00001", "111405JC00100/2026-00001\n", "=1+1",
])
def test_another_form_is_refused_whichever_way_it_comes(
    channel: ChannelPage, organisation: Organisation, number: str
) -> None:
    page = make_document(channel, organisation)
    with pytest.raises(ValidationError, match="索引号格式"), transaction.atomic():
        make_document(ChannelPage.objects.get(pk=channel.pk), organisation, index_number=number)
    with pytest.raises(ValidationError, match="索引号格式"), transaction.atomic():
        claim([number])
    with pytest.raises(ValidationError, match="索引号格式"), transaction.atomic():
        DocumentPage.objects.filter(pk=page.pk).update(index_number=number)
    page.index_number = number
    with pytest.raises(ValidationError, match="索引号格式"), transaction.atomic():
        page.save(clean=False)
    values = {"publisher": organisation, "created": date(2026, 1, 5), "theme": "0201"}
    with pytest.raises(ValidationError, match="索引号格式"), transaction.atomic():
        insert_pages([(channel, DocumentPage(title="导入的", slug="d", index_number=number, **values))])


def test_a_number_that_comes_along_is_never_given_out_again(channel: ChannelPage, organisation: Organisation) -> None:
    document = make_document(channel, organisation, index_number="111405JC00100/2019-00031")
    assert allot(organisation, 2019) == "111405JC00100/2019-00032"
    document.delete()
    with pytest.raises(ValidationError, match="已经用过"):
        make_document(ChannelPage.objects.get(pk=channel.pk), organisation, index_number="111405JC00100/2019-00031")
    assert allot(organisation, 2019) == "111405JC00100/2019-00033"


def test_numbers_of_a_series_come_along_in_any_order_at_once_and_only_forward_afterwards(organisation: Organisation) -> None:
    claim(["111405JC00100/2019-00007", "111405JC00100/2019-00003", "111405JC00200/2018-00001"])
    for used in ("00003", "00005", "00007"):
        with pytest.raises(ValidationError, match="已经用过"):
            claim([f"111405JC00100/2019-{used}"])
    with pytest.raises(ValidationError, match="重复"):
        claim(["111405JC00100/2019-00009", "111405JC00100/2019-00009"])
    assert allot(organisation, 2019) == "111405JC00100/2019-00008"


def test_of_several_claims_one_is_refused_and_then_none_holds(organisation: Organisation) -> None:
    allot(organisation, 2019)
    with pytest.raises(ValidationError, match="已经用过"):
        claim(["111405JC00100/2018-00005", "111405JC00100/2019-00001"])
    assert allot(organisation, 2018) == "111405JC00100/2018-00001"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_who_bring_the_same_number_one_comes_through() -> None:
    def take(_: int) -> bool:
        try:
            claim(["111405JC00100/2026-00009"])
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(take, range(16))).count(True) == 1


def test_a_number_cannot_be_exchanged_for_another(channel: ChannelPage, organisation: Organisation) -> None:
    document = make_document(channel, organisation)
    document.index_number = "111405JC00100/2026-00777"
    with pytest.raises(ValidationError, match="不能更改"):
        document.save()
