"""One document number (文号), one document."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module
from threading import Barrier

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cms.accounts.models import Organisation
from cms.cluster.models import ChannelPage, SiteProfile
from cms.core.bulk import insert_pages
from cms.disclosure.models import DocumentPage

MakeDocument = Callable[..., DocumentPage]
NUMBER = "晋市政发〔2026〕5号"


def held(page: DocumentPage) -> str | None:
    page.refresh_from_db()
    return page.held_number


@pytest.mark.parametrize("pasted", ["晋市政发[2026]5号", "晋市政发（２０２６）第０５号", "晋市政发2026年第5号", " 晋市政发【2026】5号"])
def test_other_spellings_are_put_right_on_saving(make_document: MakeDocument, pasted: str) -> None:
    page = make_document(number=pasted)
    page.refresh_from_db()
    assert (page.number, page.held_number) == (NUMBER, NUMBER)


def test_a_second_document_with_a_number_is_refused_and_told_which_is_the_first(make_document: MakeDocument) -> None:
    first = make_document(title="关于供热的通知", number=NUMBER)
    with pytest.raises(ValidationError) as refused:
        make_document(title="关于供水的通知", number="晋市政发[2026]第5号")
    assert "《关于供热的通知》" in str(refused.value) and str(first.index_number) in str(refused.value)
    assert "联合发文只编一个文号" in str(refused.value)


def test_a_document_may_be_saved_again_and_its_number_becomes_free_when_it_takes_another(make_document: MakeDocument) -> None:
    first = make_document(number=NUMBER)
    first.save_revision().publish()
    first.number = "晋市政发〔2026〕6号"
    first.save_revision().publish()
    assert held(first) == "晋市政发〔2026〕6号"
    assert held(make_document(number=NUMBER)) == NUMBER


def test_documents_without_a_number_are_many(make_document: MakeDocument) -> None:
    assert [held(make_document()) for _ in range(2)] == [None, None]


def test_a_withdrawn_document_keeps_its_number_and_a_deleted_one_does_not(make_document: MakeDocument) -> None:
    first = make_document(number=NUMBER)
    first.unpublish()
    with pytest.raises(ValidationError, match="未发布"):
        make_document(number=NUMBER)
    first.delete()
    assert held(make_document(number=NUMBER)) == NUMBER


def test_an_alias_shows_the_number_and_holds_none_and_follows_the_original(
    make_document: MakeDocument, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    page = make_document(number=NUMBER)
    alias = page.create_alias(parent=make_channel(gaoping))
    page.number = "晋市政发〔2026〕6号"
    page.save_revision().publish()
    assert (held(alias), alias.number, held(page)) == (None, "晋市政发〔2026〕6号", "晋市政发〔2026〕6号")


def test_a_copy_has_no_number_nor_do_its_old_revisions(make_document: MakeDocument) -> None:
    page = make_document(number=NUMBER)
    page.save_revision().publish()
    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=False)
    for revision in copy.revisions.all():
        revision.publish()
    assert (held(copy), copy.number) == (None, "")


def test_pages_inserted_in_bulk_hold_their_numbers(
    channel: ChannelPage, organisation: Organisation, make_document: MakeDocument
) -> None:
    values = {"publisher": organisation, "created": date(2026, 1, 5), "theme": "0201"}
    page = DocumentPage(title="导入的", slug="d", number=NUMBER, index_number="111405JC00100/2026-00009", **values)
    insert_pages([(channel, page)])
    assert held(page) == NUMBER
    with pytest.raises(ValidationError, match="《导入的》"):
        make_document(number=NUMBER)


ORDER = "晋城市人民政府令第1号"
MAYORS = "市长令第1号"


@pytest.fixture
def county(db: None) -> Organisation:
    return Organisation.objects.create(key="gaoping", name="高平市人民政府", short_name="高平市政府", code="111405JC00200")


@pytest.mark.parametrize("typed", [ORDER, "市政府令第1号", "晋城市政府令第1号", "市人民政府1号令", "市政府第一号令"])
def test_an_order_is_one_however_its_organ_is_named(make_document: MakeDocument, typed: str) -> None:
    first = make_document(title="供热管理办法", number=typed)
    assert (first.number, held(first)) == (ORDER, f"{ORDER}@{first.publisher_id}")
    for again in (ORDER, "市政府令（第1号）"):
        with pytest.raises(ValidationError, match="《供热管理办法》"):
            make_document(number=again)


def test_two_organs_may_have_an_order_of_the_same_number_and_one_organ_may_not(
    make_document: MakeDocument, county: Organisation
) -> None:
    first = make_document(title="供热管理办法", number="市政府1号令")
    second = make_document(title="供水管理办法", number="市政府1号令", publisher=county)
    assert (first.number, second.number) == (ORDER, "高平市人民政府令第1号")
    with pytest.raises(ValidationError, match="《供水管理办法》"):
        make_document(number="市人民政府令（第1号）", publisher=county)


def test_orders_under_a_name_of_their_own_are_counted_apart(make_document: MakeDocument, county: Organisation) -> None:
    numbers = [make_document(number=number, publisher=organ).number for number, organ in ((MAYORS, county), (ORDER, county))]
    assert [*numbers, make_document(number=MAYORS).number] == [MAYORS, ORDER, MAYORS]


def test_an_order_that_moves_to_an_organ_with_the_same_number_is_refused(
    make_document: MakeDocument, county: Organisation, organisation: Organisation
) -> None:
    make_document(title="供热管理办法", number=MAYORS)
    second = make_document(number=MAYORS, publisher=county)
    second.publisher = organisation
    with pytest.raises(ValidationError, match="《供热管理办法》"):
        second.save(update_fields=["publisher"])


def test_who_holds_an_order_follows_its_organ(
    make_document: MakeDocument, county: Organisation, organisation: Organisation
) -> None:
    page = make_document(number=MAYORS)
    page.publisher = county
    page.save(update_fields=["publisher"])
    assert held(page) == f"{MAYORS}@{county.pk}"
    assert held(make_document(number=MAYORS)) == f"{MAYORS}@{organisation.pk}"


def test_an_order_that_is_inserted_in_bulk_has_the_full_name_of_its_organ(
    channel: ChannelPage, organisation: Organisation, make_document: MakeDocument
) -> None:
    values = {"publisher": organisation, "created": date(2026, 1, 5), "theme": "0201", "index_number": "111405JC00100/2026-00009"}
    page = DocumentPage(title="导入的", slug="d", number="市政府第一号令", **values)
    insert_pages([(channel, page)])
    assert (held(page), page.number) == (f"{ORDER}@{organisation.pk}", ORDER)


def test_orders_from_before_get_the_full_name_and_the_later_of_two_holds_nothing(
    make_document: MakeDocument, county: Organisation
) -> None:
    pages = [make_document(), make_document(), make_document(publisher=county), make_document(number=NUMBER)]
    old = ["市政府令第1号", ORDER, "市政府令第1号"]
    for page, number in zip(pages[:3], old, strict=True):
        DocumentPage.objects.filter(pk=page.pk).update(number=number, held_number=f"{number}/{page.pk}")
    import_module("cms.disclosure.migrations.0004_orders_in_full").write_orders_in_full(apps, None)
    assert [held(page) for page in pages] == [
        f"{ORDER}@{pages[0].publisher_id}", None, f"高平市人民政府令第1号@{county.pk}", NUMBER,
    ]
    assert [page.number for page in pages] == [ORDER, ORDER, "高平市人民政府令第1号", NUMBER]


def test_the_database_refuses_a_number_that_nobody_checked(make_document: MakeDocument) -> None:
    make_document(number=NUMBER)
    second = make_document()
    second.number = NUMBER
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(clean=False, update_fields=["number"])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_who_take_a_number_at_the_same_moment_one_gets_it_and_the_others_are_told(
    make_site: Callable[[str], SiteProfile], make_channel: Callable[..., ChannelPage], organisation: Organisation
) -> None:
    channel = make_channel(make_site("portal"))
    values = {"publisher": organisation, "created": date(2026, 1, 5), "theme": "0201"}
    pages = [channel.add_child(instance=DocumentPage(title=f"第{each}件", **values)) for each in range(6)]
    ready = Barrier(len(pages))

    def take(page: DocumentPage) -> str:
        try:
            ready.wait(20)
            with transaction.atomic():
                mine = DocumentPage.objects.get(pk=page.pk)
                mine.number = NUMBER
                mine.save()
            return "saved"
        except ValidationError as refused:
            return "；".join(refused.messages)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pages)) as pool:
        told = list(pool.map(take, pages))
    assert told.count("saved") == 1
    winner = DocumentPage.objects.get(held_number=NUMBER)
    assert all(f"《{winner.title}》" in words for words in told if words != "saved")
