"""A page says where it is on its way to the mirror."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.publishing.facts import SiteFacts
from cms.publishing.models import Failure, Outcome, SiteState
from cms.publishing.record import record_everything
from cms.publishing.status import State, decide, status_of, statuses_of
from tests.cms.publishing.conftest import START, last_change, release, take


def test_a_draft_was_never_published(article: ArticlePage) -> None:
    assert status_of(article).state == State.DRAFT
    record_everything(cause="图片变更")
    assert status_of(article).state == State.DRAFT


def test_a_page_is_queued_then_built_then_live(published: ArticlePage) -> None:
    assert status_of(published).state == State.QUEUED
    take("portal", last_change() - 1)
    assert status_of(published).state == State.QUEUED
    take("portal")
    assert status_of(published).state == State.BUILDING
    assert not status_of(published).is_settled
    release("portal", minute=3)
    status = status_of(published)
    assert (status.state, status.label, status.is_settled) == (State.LIVE, "已上线", True)
    assert status.since == START + timedelta(minutes=3)


def test_the_link_leads_to_the_mirror(published: ArticlePage, settings: object) -> None:
    settings.PUBLIC_BASE_URL_PATTERN = "https://{host}"  # type: ignore[attr-defined]
    release("portal")
    address = published.get_url_parts()
    assert address is not None
    assert status_of(published).url == f"https://portal.localhost{address[2]}"


def test_what_happens_to_other_pages_later_does_not_change_since_when_a_page_is_live(
    published: ArticlePage, channel: ChannelPage
) -> None:
    release("portal", minute=1)
    channel.add_child(instance=ArticlePage(title="另一条", source="市政府")).save_revision().publish()
    assert status_of(published).state == State.LIVE
    release("portal", minute=2)
    assert status_of(published).since == START + timedelta(minutes=1)
    published.save_revision().publish()
    assert status_of(published).state == State.QUEUED
    release("portal", minute=5)
    assert status_of(published).since == START + timedelta(minutes=5)


def test_a_publication_that_changed_no_file_is_live_since_the_site_caught_up(published: ArticlePage) -> None:
    SiteState.objects.create(site="portal", change=last_change(), live_since=START)
    assert status_of(published).since == START


def test_what_may_concern_any_page_makes_live_pages_wait(published: ArticlePage, article: ArticlePage) -> None:
    release("portal")
    record_everything(cause="图片变更")
    assert status_of(published).state == State.QUEUED
    release("portal", minute=1)
    assert status_of(published).state == State.LIVE


def test_a_broken_page_names_its_cause_and_its_neighbours_that_of_the_site(
    published: ArticlePage, channel: ChannelPage
) -> None:
    neighbour = channel.add_child(instance=ArticlePage(title="另一条", source="市政府"))
    neighbour.save_revision().publish()
    failed = release("portal", outcome=Outcome.FAILED, message="有页面无法生成，本站未发布")
    Failure.objects.create(release=failed, path="/a.html", page=published.pk, cause="缺少信息来源")
    statuses = statuses_of([published, neighbour])
    assert {status.state for status in statuses.values()} == {State.FAILED}
    assert statuses[published.pk].why == "缺少信息来源（/a.html）"
    assert statuses[neighbour.pk].why == "有页面无法生成，本站未发布"


def test_a_failure_is_over_when_the_page_is_published_again(published: ArticlePage) -> None:
    release("portal", outcome=Outcome.REFUSED, message="将删除的文件过多")
    assert status_of(published).why == "将删除的文件过多"
    published.save_revision().publish()
    assert status_of(published).state == State.QUEUED
    take("portal")
    assert status_of(published).state == State.BUILDING


def test_a_page_of_a_frozen_site_says_so(published: ArticlePage) -> None:
    assert statuses_of([published], frozen=["portal"])[published.pk].state == State.FROZEN
    release("portal")
    assert statuses_of([published], frozen=["portal"])[published.pk].state == State.LIVE


def test_a_withdrawal_goes_the_same_way(published: ArticlePage) -> None:
    release("portal")
    published.unpublish()
    assert status_of(published).label == "等待撤下"
    take("portal")
    assert status_of(published).label == "正在撤下"
    release("portal", minute=2)
    status = status_of(published)
    assert (status.state, status.since) == (State.WITHDRAWN, START + timedelta(minutes=2))
    assert status.url == ""


def test_a_page_that_is_private_or_in_an_unpublished_channel_is_not_said_to_be_live(
    published: ArticlePage, channel: ChannelPage
) -> None:
    restriction = PageViewRestriction.objects.create(page=channel, restriction_type=PageViewRestriction.LOGIN)
    release("portal")
    assert (status_of(published).state, status_of(published).why) == (State.HIDDEN, "设有访问限制")
    restriction.delete()
    Page.objects.filter(pk=channel.pk).update(live=False)
    release("portal")
    assert (status_of(published).state, status_of(published).why) == (State.HIDDEN, "上级栏目未发布")


def test_a_page_of_another_site_waits_for_that_site(
    published: ArticlePage, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    other = make_channel(gaoping).add_child(instance=ArticlePage(title="高平消息", source="高平"))
    other.save_revision().publish()
    release("portal")
    assert status_of(published).state == State.LIVE
    assert status_of(other).state == State.QUEUED


def test_home_pages_and_channels_have_a_status_too(portal: SiteProfile, channel: ChannelPage) -> None:
    channel.save_revision().publish()
    home = portal.site.root_page.specific
    home.save_revision().publish()
    release("portal")
    assert {status.state for status in statuses_of([home, channel]).values()} == {State.LIVE}


def test_a_page_outside_of_every_site_is_on_no_mirror(db: None) -> None:
    assert status_of(Page.get_first_root_node()).state == State.HIDDEN


@pytest.mark.parametrize(
    ("own", "change", "state"), [(None, -1, State.QUEUED), (None, 0, State.LIVE), (5, 4, State.QUEUED), (5, 5, State.LIVE)]
)
def test_a_live_page_waits_until_the_site_has_come_so_far(own: int | None, change: int, state: State) -> None:
    assert decide(live=True, own=own, site=SiteFacts(change=change)) == state


def test_the_number_of_queries_does_not_depend_on_the_number_of_pages(published: ArticlePage, channel: ChannelPage) -> None:
    release("portal")
    statuses_of([published])  # content types are read once

    def queries(pages: list[ArticlePage]) -> int:
        with CaptureQueriesContext(connection) as captured:
            statuses_of(pages)
        return len(captured)

    one = queries([published])
    more = [channel.add_child(instance=ArticlePage(title=f"第{n}条", source="市政府")) for n in range(5)]
    for each in more:
        each.save_revision().publish()
    assert queries([published, *more]) == one
