import datetime
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag
from wagtail.models import Page, ReferenceIndex

from cms.accounts.models import Organisation
from cms.articles.models import ArticleAttachment, ArticlePage, ArticleTag
from cms.cluster.models import ChannelPage, SiteProfile
from cms.core.bulk import insert_pages
from cms.disclosure.models import DocumentPage
from cms.media.models import CustomDocument
from cms.publishing.models import Change
from cms.services.models import GuideMaterial, GuidePage, GuideStep

MORNING = datetime.datetime(2026, 3, 1, 1, 30, tzinfo=datetime.UTC)


def make_article(number: int, **fields: object) -> ArticlePage:
    return ArticlePage(
        title=f"第{number}次会议", slug=f"a{number}", published_at=MORNING,
        body=[("paragraph", f"<p>正文{number}</p>")], **fields,
    )


def make_guide() -> GuidePage:
    return GuidePage(
        title="户口迁移", slug="g1", agency="公安局", basis="依据", conditions="条件", place="大厅", hours="工作日",
        phone="0356-0000000", fee="不收费",
        materials=[GuideMaterial(name="申请表"), GuideMaterial(name="身份证")],
        steps=[GuideStep(title="受理", text="窗口受理。")],
    )


def test_inserted_pages_are_as_if_added_one_by_one(channel: ChannelPage) -> None:
    channel.add_child(instance=make_article(0))
    insert_pages((channel, make_article(number)) for number in range(1, 40))

    assert Page.find_problems() == ([], [], [], [], [])
    pages = list(channel.get_children().specific())
    assert [page.slug for page in pages] == [f"a{number}" for number in range(40)]
    first, last = pages[0], pages[-1]
    ignored = {"id", "page_ptr", "path", "title", "draft_title", "slug", "url_path", "translation_key", "body"}
    for field in ArticlePage._meta.concrete_fields:
        if field.name not in ignored | {"first_published_at", "last_published_at"}:
            assert getattr(first, field.attname) == getattr(last, field.attname), field.name
    assert last.url_path == f"{channel.url_path}a39/"
    assert last.first_published_at == last.last_published_at == MORNING
    assert last.body[0].value.source == "<p>正文39</p>"
    assert channel.numchild == 40


def test_the_tree_grows_on_after_a_bulk_insertion(channel: ChannelPage) -> None:
    insert_pages([(channel, make_article(1)), (channel, make_article(2))])
    channel.add_child(instance=make_article(3))
    fresh = ChannelPage.objects.get(pk=channel.pk)
    fresh.add_child(instance=make_article(4))
    assert Page.find_problems() == ([], [], [], [], [])
    assert fresh.get_last_child().slug == "a4"


def test_pages_of_several_classes_and_parents_go_in_together(
    portal: SiteProfile, make_channel: Callable[..., ChannelPage], organisation: Organisation
) -> None:
    news, services = make_channel(portal), make_channel(portal, "办事指南")
    document = DocumentPage(
        title="关于供热的通知", slug="d1", publisher=organisation, created=MORNING.date(), theme="A01",
        index_number="111405JC00100/2026-00001", joint_publishers=[organisation],
    )
    channel_below = ChannelPage(
        title="市直部门", slug="departments", type="政务动态", description="部门。", keywords="部门"
    )
    insert_pages([(news, make_article(1)), (services, make_guide()), (news, document), (news, channel_below)])

    assert [page.slug for page in news.get_children()] == ["a1", "d1", "departments"]
    guide = GuidePage.objects.get(slug="g1")
    assert [(one.name, one.sort_order) for one in guide.materials.all()] == [("申请表", 0), ("身份证", 1)]
    assert guide.steps.get().title == "受理"
    assert list(DocumentPage.objects.get(slug="d1").joint_publishers.all()) == [organisation]
    insert_pages([(channel_below, make_article(2))])
    assert ArticlePage.objects.get(slug="a2").get_parent().slug == "departments"
    assert Page.find_problems() == ([], [], [], [], [])


def test_inserted_pages_are_found_in_the_admins_search(channel: ChannelPage) -> None:
    insert_pages([(channel, make_article(7))])
    assert [page.slug for page in Page.objects.search("第7次会议")] == ["a7"]
    assert [page.slug for page in Page.objects.autocomplete("第7")] == ["a7"]


def test_what_inserted_pages_refer_to_is_known(channel: ChannelPage) -> None:
    tag = Tag.objects.create(name="供热")
    document = CustomDocument.objects.create(title="附件", file=ContentFile(b"x", name="a.txt"))
    children = {"tagged_items": [ArticleTag(tag=tag)], "attachments": [ArticleAttachment(document=document)]}
    insert_pages([(channel, make_article(1, **children))])
    page = ArticlePage.objects.get(slug="a1")
    assert list(page.tags.names()) == ["供热"]
    notes = list(ReferenceIndex.get_references_for_object(page))
    assert [note.model_path for note in notes] == ["attachments.item.document"]
    ReferenceIndex.create_or_update_for_object(page)
    assert list(ReferenceIndex.get_references_for_object(page)) == notes


def test_an_inserted_page_can_be_edited_and_published(channel: ChannelPage) -> None:
    insert_pages([(channel, make_article(1))])
    page = ArticlePage.objects.get(slug="a1")
    page.title = "改过的标题"
    page.save_revision().publish()
    assert ArticlePage.objects.get(slug="a1").title == "改过的标题"


def test_insertion_itself_reports_nothing_because_the_caller_does(channel: ChannelPage) -> None:
    before = Change.objects.count()
    insert_pages([(channel, make_article(1))])
    assert Change.objects.count() == before


def test_a_vanished_parent_is_named(channel: ChannelPage) -> None:
    gone = ChannelPage.objects.get(pk=channel.pk)
    channel.delete()
    with pytest.raises(Page.DoesNotExist, match="上级页面已不存在"):
        insert_pages([(gone, make_article(1))])


def test_only_the_batches_of_rows_grow_with_the_number_of_pages(channel: ChannelPage) -> None:
    tag = Tag.objects.create(name="供热")
    insert_pages([(channel, make_article(0, tagged_items=[ArticleTag(tag=tag)]))])  # fills the content types' cache

    def count_queries(numbers: range) -> tuple[int, int]:
        pages = [make_article(number, tagged_items=[ArticleTag(tag=tag)]) for number in numbers]
        with CaptureQueriesContext(connection) as queries:
            insert_pages((channel, page) for page in pages)
        inserts = sum(query["sql"].startswith("INSERT") for query in queries)
        return len(queries) - inserts, inserts

    others_for_few, _ = count_queries(range(1, 11))
    others_for_many, inserts = count_queries(range(100, 400))
    assert others_for_many == others_for_few
    assert inserts < 25  # a database takes a limited number of values in one statement
