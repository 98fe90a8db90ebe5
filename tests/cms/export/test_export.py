"""What leaves the CMS, and in what form."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.articles.models import ArticleAttachment, ArticlePage
from cms.cluster.models import ChannelPage, QuickLink, SiteProfile
from cms.core.bulk import insert_pages
from cms.export.export import export_all, export_keys
from cms.media.models import CustomDocument, CustomImage
from cms.records import ArticleRecord, ChannelRecord, MediaFile, SiteRecord, digest, key_of


def article(title: str = "关于供热的通知", body: Any = "<p>正文</p>", **fields: Any) -> ArticlePage:
    stream = body if isinstance(body, list) else [("html", body)]
    values = {"source": "市政府办公室", "published_at": dt.datetime(2026, 1, 2, 0, 30, tzinfo=dt.UTC), **fields}
    return ArticlePage(title=title, body=stream, **values)


def contents() -> list[ArticleRecord]:
    return [record for record in export_all() if isinstance(record, ArticleRecord)]


def test_an_article_leaves_with_its_place_address_and_local_time(channel: ChannelPage) -> None:
    page = channel.add_child(instance=article())
    (record,) = contents()
    assert (record.site, record.channel, record.published) == ("portal", channel.pk, "2026-01-02T08:30+08:00")
    assert record.url == f"/{channel.slug}/202601/t20260102_{page.pk}.html"
    assert (record.body, record.summary) == ("<p>正文</p>", "正文")


def count_queries() -> int:
    with CaptureQueriesContext(connection, ) as queries:
        list(export_all())
    return len(queries)


def test_the_number_of_queries_does_not_depend_on_the_number_of_pages(
    channel: ChannelPage, make_image: Callable[..., CustomImage], make_file: Callable[..., CustomDocument]
) -> None:
    image, file = make_image(), make_file()

    def add(first: int, last: int) -> None:
        pages = []
        for number in range(first, last):
            page = article(f"第{number}号", slug=f"a{number}", lead_image=image)
            page.attachments = [ArticleAttachment(document=file)]
            pages.append((channel, page))
        insert_pages(pages)

    add(0, 10)
    ten = count_queries()
    assert len(contents()) == 10
    add(10, 1000)
    assert count_queries() == ten
    assert len(contents()) == 1000


@pytest.mark.parametrize("fields", [{"live": False}, {"live": False, "has_unpublished_changes": True}])
def test_a_draft_stays_inside(channel: ChannelPage, fields: dict[str, Any]) -> None:
    channel.add_child(instance=article(**fields))
    assert contents() == []


def test_a_private_page_stays_inside(channel: ChannelPage) -> None:
    page = channel.add_child(instance=article())
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert contents() == []


def test_a_private_channel_stays_inside(channel: ChannelPage) -> None:
    PageViewRestriction.objects.create(page=channel, restriction_type=PageViewRestriction.LOGIN)
    assert [record for record in export_all() if isinstance(record, ChannelRecord)] == []


def test_links_become_references_and_pictures_their_public_files(
    channel: ChannelPage, make_image: Callable[..., CustomImage], make_file: Callable[..., CustomDocument]
) -> None:
    target, image, file = channel.add_child(instance=article("目标")), make_image(), make_file()
    body = (
        f'<p><a linktype="page" id="{target.pk}">见此</a> <a linktype="document" id="{file.pk}">表</a></p>'
        f'<embed embedtype="image" id="{image.pk}" alt="远山" format="fullwidth"/>'
    )
    channel.add_child(instance=article("引用", body=[("paragraph", body)]))
    record = next(each for each in contents() if each.title == "引用")
    assert f'<a href="ref:{target.pk}">见此</a>' in record.body
    assert record.links == (target.pk,)
    assert 'alt="远山"' in record.body
    files = {each.path for each in export_all() if isinstance(each, MediaFile)}
    assert set(record.media) <= files
    assert {path.split("/")[1] for path in record.media} == {"_img", "_files"}


def test_the_files_of_pictures_are_made_once_in_widths_up_to_the_original(
    channel: ChannelPage, make_image: Callable[..., CustomImage], settings: Any
) -> None:
    channel.add_child(instance=article(lead_image=make_image()))
    (record,) = contents()
    assert record.lead is not None
    assert [(each.width, each.height) for each in record.lead.renditions] == [(320, 180), (640, 360)]
    sources = [settings.MEDIA_ROOT / each.source for each in export_all() if isinstance(each, MediaFile)]
    times = [source.stat().st_mtime_ns for source in sources]
    list(export_all())
    assert [source.stat().st_mtime_ns for source in sources] == times


def test_an_alias_names_the_original_as_canonical(
    channel: ChannelPage, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    original = channel.add_child(instance=article())
    local = make_channel(gaoping, "上级要闻")
    alias = original.create_alias(parent=local)
    record = next(each for each in contents() if each.id == alias.pk)
    assert record.site == "gaoping"
    assert record.canonical == f"http://portal.localhost:8000/{channel.slug}/202601/t20260102_{original.pk}.html"


def test_asking_for_keys_yields_what_is_published_of_them(channel: ChannelPage) -> None:
    page, draft = channel.add_child(instance=article()), channel.add_child(instance=article("草稿", live=False))
    found = {key_of(record) for record in export_keys([f"content:{page.pk}", f"content:{draft.pk}", "site:portal"])}
    assert found == {f"content:{page.pk}", "site:portal"}


def test_asking_for_a_key_gives_the_same_record_as_exporting_everything(channel: ChannelPage) -> None:
    page = channel.add_child(instance=article())
    (one,) = export_keys([f"content:{page.pk}"])
    assert digest(one) == digest(contents()[0])


def test_a_site_link_to_a_page_is_a_reference(channel: ChannelPage, portal: SiteProfile) -> None:
    QuickLink.objects.create(profile=portal, title="公告", page=channel)
    QuickLink.objects.create(profile=portal, title="省政府", url="https://example.org/")
    site = next(record for record in export_all() if isinstance(record, SiteRecord))
    assert [link.url for link in site.quick_links] == [f"ref:{channel.pk}", "https://example.org/"]


def test_an_expired_page_that_was_unpublished_is_gone(channel: ChannelPage) -> None:
    page = channel.add_child(instance=article(expire_at=timezone.now()))
    page.unpublish(set_expired=True)
    assert contents() == []


def test_what_is_below_a_private_page_stays_inside(channel: ChannelPage, portal: SiteProfile) -> None:
    channel.add_child(instance=article())
    PageViewRestriction.objects.create(page=portal.site.root_page, restriction_type=PageViewRestriction.LOGIN)
    assert [each for each in export_all() if isinstance(each, ArticleRecord | ChannelRecord)] == []


def test_a_body_that_cannot_be_exported_is_a_problem_of_its_page_alone(channel: ChannelPage) -> None:
    broken, good = channel.add_child(instance=article("坏")), channel.add_child(instance=article("好"))
    with connection.cursor() as cursor:
        raw = '[{"type": "gone", "value": 1, "id": "x"}]'
        cursor.execute("UPDATE articles_articlepage SET body = %s WHERE page_ptr_id = %s", [raw, broken.pk])
    problems = {record.id: record.problem for record in contents()}
    assert "gone" in problems[broken.pk]
    assert problems[good.pk] == ""


def test_the_editors_own_marks_stay_inside(channel: ChannelPage) -> None:
    channel.add_child(instance=article(body=[("paragraph", '<p data-block-key="ab1c2">正文</p>')]))
    assert contents()[0].body == "<p>正文</p>"
