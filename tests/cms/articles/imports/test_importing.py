from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from taggit.models import Tag
from wagtail.models import Page, Revision

from cms.accounts.models import User
from cms.articles.imports import importing
from cms.articles.models import ArticlePage, Genre
from cms.cluster.channel_types import ChannelType
from cms.cluster.models import ChannelPage, ListStyle, SiteProfile
from cms.publishing.models import Action, Change
from tests.cms.articles.imports.conftest import BODY, Run, make_line


def test_an_article_is_taken_over_with_all_its_fields(run: Run) -> None:
    done = run([make_line(author="通讯员", tags=["供热", "民生"])])
    assert (done.counts, done.problems) == ((1, 0, 0, 0), {})
    page = ArticlePage.objects.get()
    assert (page.title, page.slug, page.author) == ("市政府部署供热改造", "a-1", "通讯员")
    assert (page.source, page.summary) == ("市人民政府办公厅", "部署供热改造。")
    assert page.published_at == datetime(2026, 1, 2, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert page.last_published_at == page.first_published_at == page.published_at
    assert sorted(page.tags.names()) == ["供热", "民生"]
    assert [(block["type"], block["value"]) for block in page.body.raw_data] == [("html", BODY)]
    assert (page.live, page.has_unpublished_changes, page.latest_revision) == (True, False, None)
    assert page.url_path == "/portal/news/headlines/a-1/"
    assert Page.find_problems() == ([], [], [], [], [])


def test_missing_channels_are_created_with_what_the_page_standard_asks_for(run: Run) -> None:
    done = run([
        make_line(),
        make_line(site="gaoping", section="open/notices", section_name="公告公示", slug="b"),
        make_line(site="gaoping", section="open", section_name="信息公开", slug="c"),
        make_line(site="gaoping", section="city/towns-9", section_name="", slug="d"),
    ])
    assert list(done.summary.channels) == [
        ("portal", "news"), ("portal", "news/headlines"), ("gaoping", "open"), ("gaoping", "open/notices"),
        ("gaoping", "city"), ("gaoping", "city/towns-9"),
    ]
    channels = {channel.url_path.strip("/"): channel for channel in ChannelPage.objects.all()}
    assert {path: channel.title for path, channel in channels.items()} == {
        "portal/news": "要闻", "portal/news/headlines": "要闻动态", "gaoping/open": "信息公开",
        "gaoping/open/notices": "公告公示", "gaoping/city": "走进高平市", "gaoping/city/towns-9": "towns-9",
    }
    assert channels["gaoping/open/notices"].type == ChannelType.NOTICES
    assert channels["portal/news"].list_style == ListStyle.BLOCKS
    assert channels["portal/news/headlines"].list_style == ListStyle.TITLES
    for channel in channels.values():
        channel.full_clean()
    assert ArticlePage.objects.get(slug="b").genre == Genre.NOTICE
    published = Change.objects.filter(kind="channel", action=Action.PUBLISH)
    assert set(published.values_list("object_key", flat=True)) == {f"channel:{one.pk}" for one in channels.values()}


def test_an_existing_channel_is_used_whatever_the_file_calls_it(run: Run, portal: SiteProfile) -> None:
    channel = portal.site.root_page.add_child(
        instance=ChannelPage(title="新闻", slug="news", type=ChannelType.NEWS, description="动态。", keywords="动态")
    )
    run([make_line(section="news", section_name="别的名称")])
    assert ArticlePage.objects.get().get_parent().pk == channel.pk
    assert ChannelPage.objects.get().title == "新闻"


def test_the_same_file_again_touches_nothing(run: Run) -> None:
    lines = [make_line(slug=f"a-{number}", tags=["丙", "甲", "乙"]) for number in range(5)]
    run(lines)
    before = (list(Page.objects.values()), list(ArticlePage.objects.values()), Change.objects.count())
    done = run(lines)
    assert done.counts == (0, 0, 5, 0)
    assert (list(Page.objects.values()), list(ArticlePage.objects.values()), Change.objects.count()) == before
    assert not Revision.objects.exists()


@pytest.mark.parametrize("field", ["title", "date", "author", "source", "summary", "tags", "body"])
def test_what_changed_is_updated(run: Run, field: str) -> None:
    run([make_line(), make_line(slug="a-2")])
    last = Change.objects.latest("number").number
    other: Any = {"tags": ["新标签"], "date": "2026-02-03T09:00", "body": "<p>新的正文</p>"}.get(field, "新的内容")
    done = run([make_line(**{field: other}), make_line(slug="a-2")])
    assert done.counts == (0, 1, 1, 0)
    page = ArticlePage.objects.get(slug="a-1")
    assert page.draft_title == page.title
    assert [(one.object_key, one.action) for one in Change.objects.filter(number__gt=last).exclude(kind="tombstone")] == [
        (f"content:{page.pk}", Action.PUBLISH)
    ]
    assert run([make_line(**{field: other})]).counts == (0, 0, 1, 0)


def test_an_update_is_found_by_search(run: Run) -> None:
    run([make_line()])
    run([make_line(title="公布实施方案")])
    page = ArticlePage.objects.get()
    assert [found.pk for found in Page.objects.search("公布实施方案")] == [page.pk]
    assert not Page.objects.search("市政府部署供热改造").count()


def test_an_update_of_a_page_edited_by_hand_shows_in_its_form(run: Run) -> None:
    run([make_line()])
    page = ArticlePage.objects.get()
    page.editor = "责任编辑"
    page.title = "手工改过"
    page.save_revision().publish()
    done = run([make_line(tags=["供热", "新标签"])])
    assert done.counts == (0, 1, 0, 0)
    page.refresh_from_db()
    assert (page.title, page.editor) == ("市政府部署供热改造", "责任编辑")
    draft = page.get_latest_revision_as_object()
    assert (draft.title, sorted(draft.tags.names())) == ("市政府部署供热改造", sorted(["供热", "新标签"]))
    assert run([make_line(tags=["供热", "新标签"])]).counts == (0, 0, 1, 0)


def test_a_withdrawn_article_stays_withdrawn(run: Run) -> None:
    run([make_line()])
    ArticlePage.objects.get().unpublish()
    assert run([make_line()]).counts == (0, 0, 1, 0)
    last = Change.objects.latest("number").number
    assert run([make_line(title="新标题")]).counts == (0, 1, 0, 0)
    assert not ArticlePage.objects.get().live
    assert not Change.objects.filter(number__gt=last).exists()
    assert run([make_line(title="新标题")]).counts == (0, 0, 1, 0)


def test_an_article_in_another_section_moves_there(run: Run) -> None:
    run([make_line(), make_line(slug="a-2")])
    page = ArticlePage.objects.get(slug="a-1")
    done = run([make_line(section="news/departments", section_name="部门动态"), make_line(slug="a-2")])
    assert done.counts == (0, 1, 1, 0)
    moved = ArticlePage.objects.get(slug="a-1")
    assert (moved.pk, moved.url_path) == (page.pk, "/portal/news/departments/a-1/")
    assert Page.find_problems() == ([], [], [], [], [])
    assert Change.objects.filter(object_key=f"content:{page.pk}", cause="移动").exists()
    assert run([make_line(section="news/departments")]).counts == (0, 0, 1, 0)


def test_several_articles_move_into_an_empty_section(run: Run) -> None:
    lines = [make_line(slug=f"a-{number}") for number in range(3)]
    run(lines)
    done = run([{**line, "section": "news/new"} for line in lines])
    assert done.counts == (0, 3, 0, 0)
    assert [page.slug for page in ChannelPage.objects.get(slug="new").get_children()] == ["a-0", "a-1", "a-2"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_slug_identifies_an_article_within_its_site_only(run: Run) -> None:
    done = run([make_line(), make_line(site="gaoping")])
    assert done.counts == (2, 0, 0, 0)
    assert run([make_line(), make_line(site="gaoping", title="高平的标题")]).counts == (0, 1, 1, 0)


def test_a_dry_run_says_what_would_happen_and_writes_nothing(run: Run) -> None:
    run([make_line()])
    before = (list(Page.objects.values()), Change.objects.count(), Tag.objects.count())
    done = run(
        [make_line(title="新标题"), make_line(slug="b", section="open/new", tags=["新"]), make_line(slug="c", site="mars")],
        dry_run=True,
    )
    assert done.counts == (1, 1, 0, 1)
    assert list(done.summary.channels) == [("portal", "open"), ("portal", "open/new")]
    assert (list(Page.objects.values()), Change.objects.count(), Tag.objects.count()) == before


def test_good_lines_are_taken_over_though_others_are_bad(run: Run) -> None:
    done = run([make_line(), b"{broken\n", make_line(slug="b", title=None), make_line(slug="c")])
    assert done.counts == (2, 0, 0, 2)
    assert set(done.problems) == {2, 3}
    assert set(ArticlePage.objects.values_list("slug", flat=True)) == {"a-1", "c"}


def test_a_slug_or_a_channel_address_that_another_page_has_is_reported(run: Run, portal: SiteProfile) -> None:
    run([make_line()])
    channel = ChannelPage.objects.get(slug="headlines")
    done = run([
        make_line(section="news", slug="headlines"), make_line(section="news/headlines/a-1", slug="below"),
    ])
    assert done.problems == {
        1: "文章标识“headlines”在栏目“news”中已被其他页面占用",
        2: "栏目路径“news/headlines/a-1”已被其他页面占用",
    }
    assert list(channel.get_children().values_list("slug", flat=True)) == ["a-1"]


def test_lines_are_read_as_they_come_and_stored_chunk_by_chunk(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    stored: list[int] = []

    def lines() -> Iterator[dict[str, Any]]:
        for number in range(7):
            stored.append(ArticlePage.objects.count())
            yield make_line(slug=f"a-{number}")

    assert run(lines()).counts == (7, 0, 0, 0)
    assert stored == [0, 0, 2, 2, 4, 4, 6]


def test_an_import_that_was_cut_off_goes_on_where_it_was(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)

    def cut_off() -> Iterator[dict[str, Any]]:
        yield from (make_line(slug=f"a-{number}") for number in range(3))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(cut_off())
    assert run(make_line(slug=f"a-{number}") for number in range(5)).counts == (3, 0, 2, 0)


def test_the_number_of_queries_does_not_depend_on_the_number_of_lines(run: Run) -> None:
    run([make_line(slug="first")])

    def count_queries(slugs: range) -> int:
        with CaptureQueriesContext(connection) as queries:
            run(make_line(slug=f"a-{number}") for number in slugs)
        return sum(not query["sql"].startswith("INSERT") for query in queries)

    assert count_queries(range(10)) == count_queries(range(100, 300))  # all new
    assert count_queries(range(10)) == count_queries(range(100, 300))  # nothing new


def test_an_imported_article_can_be_edited_in_the_admin(run: Run, client: Client) -> None:
    run([make_line()])
    page = ArticlePage.objects.get()
    client.force_login(User.objects.create_superuser("admin", password="a-long-password"))
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.status_code == 200
    assert "市政府部署供热改造" in answer.content.decode()
