"""What publishing would change is told before, and is what it then changes."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.utils import timezone
from wagtail.models import Revision

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, HomeBlock, SiteProfile
from cms.publishing.impact import Impact, ImpactedPage, impact_of as by_name
from cms.publishing.models import Change
from site_builder.impact import impact_of
from site_builder.project import build_project, options


@pytest.fixture
def page(channel: ChannelPage) -> ArticlePage:
    home = channel.get_parent().specific
    HomeBlock.objects.create(page=home, slot="news", title="要闻", channel=channel)
    return add(channel, "消息")


def add(channel: ChannelPage, title: str, *, live: bool = True) -> ArticlePage:
    page = channel.add_child(
        instance=ArticlePage(title=title, source="市政府", body=[("html", "<p>正文</p>")], live=False)
    )
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def retitle(page: ArticlePage, title: str) -> Revision:
    page.title = title
    return page.save_revision()


def places(impact: Impact) -> set[tuple[str, str]]:
    assert impact.problem == ""
    return {(page.site, page.path) for page in impact.pages}


def pages_changed_by_a_build() -> set[tuple[str, str]]:
    report = build_project(options())
    assert report.ok
    return {
        (site, operation.path) for site, plan in report.plans.items() for operation in plan if operation.path.endswith(".html")
        and not operation.path.startswith("/_")
    }


def test_what_is_told_is_what_publishing_then_changes(project: Path, page: ArticlePage) -> None:
    build_project(options())
    draft = retitle(page, "改过的消息")
    told = impact_of(page.pk)
    draft.publish()
    assert places(told) == pages_changed_by_a_build() != set()
    assert told.sites == ["portal"]
    reasons = {each.title: each.reason for each in told.pages}
    assert reasons["改过的消息"] == "正文已更新"
    assert reasons["要闻动态"] == "列表页内容已更新"


def test_a_new_page_is_told_with_the_lists_that_name_it(project: Path, page: ArticlePage, channel: ChannelPage) -> None:
    build_project(options())
    draft = add(channel, "新的消息", live=False)
    told = impact_of(draft.pk)
    assert {each.title: each.reason for each in told.pages}["新的消息"] == "新页面"
    draft.get_latest_revision().publish()
    assert places(told) == pages_changed_by_a_build()


def test_a_page_that_is_quoted_on_another_site_concerns_that_site_too(
    project: Path, page: ArticlePage, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    page.create_alias(parent=make_channel(gaoping), update_slug="alias")
    build_project(options())
    draft = retitle(page, "改过的消息")
    told = impact_of(page.pk)
    assert told.sites == ["gaoping", "portal"]
    draft.publish()
    assert places(told) == pages_changed_by_a_build()


def test_another_date_moves_the_page(project: Path, page: ArticlePage) -> None:
    build_project(options())
    page.published_at -= timedelta(days=40)
    draft = page.save_revision()
    told = impact_of(page.pk)
    assert sorted(each.reason for each in told.pages if "/t" in each.path) == ["不再存在", "新页面"]
    draft.publish()
    assert pages_changed_by_a_build() <= places(told)


def test_publishing_again_what_is_live_changes_its_date_at_most(project: Path, page: ArticlePage) -> None:
    build_project(options())
    # The time of the last publication is stated to the minute, and the minute may just have passed.
    assert {each.title for each in impact_of(page.pk).pages} <= {"消息"}


def test_a_scheduled_draft_is_told_as_it_will_be(project: Path, page: ArticlePage) -> None:
    build_project(options())
    page.go_live_at = timezone.now() + timedelta(days=3)
    retitle(page, "三天后的消息")
    assert "三天后的消息" in {each.title for each in impact_of(page.pk).pages}


def test_asking_leaves_no_trace(project: Path, page: ArticlePage) -> None:
    build_project(options())
    retitle(page, "改过的消息")
    before = Change.objects.count(), Revision.objects.count()
    store = (project / "state/builder.sqlite3").read_bytes()
    impact_of(page.pk)
    page.refresh_from_db()
    assert page.title == "消息"
    assert page.has_unpublished_changes
    assert (Change.objects.count(), Revision.objects.count()) == before
    assert (project / "state/builder.sqlite3").read_bytes() == store
    assert list((project / "state").glob("impact-*")) == []


def test_before_the_first_build_it_says_so(project: Path, page: ArticlePage) -> None:
    assert "还没有生成过" in impact_of(page.pk).problem
    assert not (project / "state/builder.sqlite3").exists()


def test_a_draft_that_cannot_be_published_is_told_in_words(project: Path, page: ArticlePage) -> None:
    build_project(options())
    page.title = ""
    page.save_revision(clean=False)
    assert impact_of(page.pk).problem.startswith("草稿还不能发布")


def test_the_settings_name_it(project: Path, page: ArticlePage) -> None:
    assert configured.PUBLISHING_IMPACT == "site_builder.impact.impact_of"
    assert by_name(page.pk) == impact_of(page.pk)


def test_long_lists_are_cut_and_counted() -> None:
    pages = tuple(ImpactedPage("portal", f"/{n}.html", "", "", "新页面") for n in range(130))
    ((site, shown, more),) = Impact(pages).by_site()
    assert (site, len(shown), more) == ("portal", 100, 30)
    assert Impact(pages).reasons == ["新页面"]


def test_it_follows_what_is_published_meanwhile(project: Path, page: ArticlePage, channel: ChannelPage) -> None:
    build_project(options())
    impact_of(page.pk)
    other = add(channel, "引用消息的页面")
    build_project(options())
    impact_of(page.pk)
    other.body = [("html", f'<p><a linktype="page" id="{page.pk}">消息</a></p>')]
    other.save_revision().publish()
    build_project(options())  # now it asks where the page is
    page.published_at -= timedelta(days=40)
    draft = page.save_revision()
    told = impact_of(page.pk)
    assert {each.title: each.reason for each in told.pages}["引用消息的页面"] in ("链接目标已更新", "上一篇、下一篇已更新", "正文已更新")
    draft.publish()
    assert pages_changed_by_a_build() <= places(told)


def test_what_waits_to_be_published_is_not_counted_as_an_effect(
    project: Path, page: ArticlePage, channel: ChannelPage, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    other = add(make_channel(gaoping), "高平的消息")
    build_project(options())
    retitle(other, "高平改过的消息").publish()
    build_project(options(sites=("portal",)))  # the store knows it, and the mirror of Gaoping does not
    draft = retitle(page, "改过的消息")
    told = impact_of(page.pk)
    assert told.sites == ["portal"]
    draft.publish()
    assert places(told) == {place for place in pages_changed_by_a_build() if place[0] == "portal"}


def test_a_page_that_waits_and_is_edited_again_is_told(project: Path, page: ArticlePage) -> None:
    build_project(options())
    impact_of(page.pk)
    draft = add(page.get_parent().specific, "等待的消息")
    build_project(options(sites=("gaoping",)))  # nothing is published, but the store has the record
    retitle(draft, "等待时又改的消息")
    assert "等待时又改的消息" in {each.title for each in impact_of(draft.pk).pages}


def test_a_channel_touches_everything_with_its_name(project: Path, page: ArticlePage, channel: ChannelPage) -> None:
    build_project(options())
    channel.title = "改名的栏目"
    draft = channel.save_revision()
    told = impact_of(channel.pk)
    assert {("portal", "/index.html"), ("portal", page.url.partition("localhost")[2] or page.url)} & places(told)
    assert places(impact_of(page.pk)) <= places(told)  # the cluster in memory is as it was
    draft.publish()
    assert places(told) == pages_changed_by_a_build()


def test_a_database_that_is_another_is_read_anew(project: Path, page: ArticlePage) -> None:
    build_project(options())
    impact_of(page.pk)
    (project / "state/builder.sqlite3").unlink()
    assert "还没有生成过" in impact_of(page.pk).problem
    build_project(options())
    draft = retitle(page, "改过的消息")
    told = impact_of(page.pk)
    draft.publish()
    assert places(told) == pages_changed_by_a_build()
