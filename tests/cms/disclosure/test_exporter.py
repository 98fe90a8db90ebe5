from collections.abc import Callable
from datetime import date

from pytest_django import DjangoAssertNumQueries

from cms.accounts.models import Organisation
from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage
from cms.disclosure.models import DocumentAttachment, DocumentPage, DocumentRelation
from cms.export.context import ExportContext
from cms.export.pages import export_contents
from cms.media.models import CustomDocument
from cms.records import DocumentRecord, Relation


def documents(*numbers: int) -> list[DocumentRecord]:
    found = export_contents(ExportContext(), numbers or None)
    return [record for record in found if isinstance(record, DocumentRecord)]


def test_a_document_leaves_with_its_metadata(
    make_document: Callable[..., DocumentPage], channel: ChannelPage, make_file: Callable[..., CustomDocument]
) -> None:
    education = Organisation.objects.create(key="edu", name="晋城市教育局", short_name="教育局", code="111405JC00200")
    article = ChannelPage.objects.get(pk=channel.pk).add_child(instance=ArticlePage(title="一图读懂"))
    page = make_document(
        number="晋市政发〔2026〕5号", genre="05", category="政策文件", audiences=["面向公民/社会保障"],
        validity="repealed", effective=date(2026, 2, 1), repealed=date(2026, 6, 1), basis="晋市政发〔2026〕9号",
        addressee="各县（市、区）人民政府：",
        joint_publishers=[education], relations=[DocumentRelation(type="interprets", target=article)],
        attachments=[DocumentAttachment(document=make_file("实施方案"))], body=[("paragraph", "<p>正文。</p>")],
    )
    (record,) = documents(page.pk)
    assert record.index_number == page.index_number
    assert (record.publisher, record.publisher_key) == ("晋城市人民政府", "jincheng")
    assert (record.theme_code, record.theme) == ("0201", "综合政务\\政务公开")
    assert (record.genre_code, record.genre) == ("05", "通知")
    assert (record.created, record.effective, record.expires, record.repealed) == (
        "2026-01-05", "2026-02-01", "", "2026-06-01"
    )
    assert (record.validity, record.validity_label) == ("repealed", "废止")
    assert record.audiences == ("面向公民/社会保障",)
    assert record.joint_publishers == ("晋城市教育局",)
    assert record.joint_keys == ("edu",)
    assert record.relations == (Relation(type="interprets", label="解读", target=article.pk),)
    assert [file.title for file in record.attachments] == ["实施方案"]
    assert record.media == (record.attachments[0].path,)
    assert record.body == "<p>正文。</p>"


def test_an_alias_shows_the_number_of_its_original(
    make_document: Callable[..., DocumentPage], channel: ChannelPage
) -> None:
    page = make_document()
    alias = page.create_alias(update_slug="alias")
    assert [record.index_number for record in documents(page.pk, alias.pk)] == [page.index_number] * 2


def test_the_number_of_queries_does_not_depend_on_the_number_of_documents(
    make_document: Callable[..., DocumentPage], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_document()
    with django_assert_max_num_queries(40) as first:
        assert len(documents()) == 1
    for _ in range(5):
        make_document()
    with django_assert_max_num_queries(len(first.captured_queries)):
        assert len(documents()) == 6
