"""Every address that was published keeps an answer, whichever way its page moved."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.core.bulk import insert_pages
from cms.export.export import export_all, export_keys
from cms.publishing import addresses
from cms.publishing.models import Action, Change, FormerAddress, PublishedAddress
from cms.publishing.position import Position
from cms.publishing.read import latest_number, read_since
from cms.publishing.record import record_changes, record_pages
from cms.records import AnyRecord, Content, TombstoneRecord, digest, key_of

MakeChannel = Callable[..., ChannelPage]


def write(channel: ChannelPage, title: str = "消息") -> ArticlePage:
    channel = ChannelPage.objects.get(pk=channel.pk)
    published = dt.datetime(2026, 1, 2, 0, 30, tzinfo=dt.UTC)
    return channel.add_child(instance=ArticlePage(title=title, source="市政府", published_at=published, body=[("html", "<p>正文</p>")]))


def fresh(page: Page) -> Page:
    return type(page).objects.get(pk=page.pk)


def now(page: Page) -> tuple[str, str] | None:
    return PublishedAddress.objects.filter(pk=page.pk).values_list("site", "path").first()


def tombstones() -> dict[tuple[str, str], tuple[str, int]]:
    """Return (fate, target) of each tombstone by its place."""
    found = [record for record in export_all() if isinstance(record, TombstoneRecord)]
    return {(each.site, each.path): (each.fate, each.target) for each in found}


def article_at(path: str, page: Page) -> str:
    return f"/{path}/202601/t20260102_{page.pk}.html"


@pytest.fixture
def page(channel: ChannelPage) -> ArticlePage:
    return write(channel)


@pytest.fixture(autouse=True)
def followed(portal: SiteProfile) -> "Follower":
    return Follower()


class Follower:
    """A consumer that takes over what the feed names, and so must come to have what there is."""

    def __init__(self) -> None:
        self.number = latest_number()
        self.records = self.all()

    @staticmethod
    def all() -> dict[str, AnyRecord]:
        return {key_of(record): record for record in export_all()}

    def check(self) -> None:
        news = read_since(Position(self.number))
        if news.everything:
            self.records = self.all()
        else:
            taken = {key_of(record): record for record in export_keys(news.keys)}
            self.records = {key: record for key, record in self.records.items() if key not in news.keys} | taken
        self.number = news.position.number
        assert self.records.keys() == self.all().keys()
        assert {key: digest(each) for key, each in self.records.items()} == {key: digest(each) for key, each in self.all().items()}
        contents = {each.id: (each.site, each.url) for each in self.records.values() if isinstance(each, Content)}
        known = {number: (site, path) for number, site, path in PublishedAddress.objects.values_list("pk", "site", "path")}
        assert all(known.get(number, place) == place for number, place in contents.items())


@pytest.fixture(autouse=True)
def feed_names_it_all(followed: Follower) -> "object":
    yield
    followed.check()


def test_a_published_page_has_an_address_and_a_draft_has_none(page: ArticlePage, channel: ChannelPage) -> None:
    assert now(page) == ("portal", article_at(channel.slug, page))
    assert now(channel) == ("portal", f"/{channel.slug}/index.html")
    draft = fresh(channel).add_child(instance=ArticlePage(title="草稿", source="市政府", live=False))
    assert now(draft) is None
    assert tombstones() == {}


def test_an_article_that_moves_leaves_a_way_to_it(page: ArticlePage, portal: SiteProfile, make_channel: MakeChannel) -> None:
    other = make_channel(portal, "通知公告")
    old = now(page)
    fresh(page).move(other, pos="last-child")
    assert now(page) == ("portal", article_at(other.slug, page))
    assert tombstones() == {old: ("moved", page.pk)}


def test_a_page_that_comes_back_leaves_no_tombstone_under_itself(
    page: ArticlePage, portal: SiteProfile, channel: ChannelPage, make_channel: MakeChannel
) -> None:
    other = make_channel(portal, "通知公告")
    there = ("portal", article_at(other.slug, page))
    fresh(page).move(fresh(other), pos="last-child")
    fresh(page).move(fresh(channel), pos="last-child")
    assert tombstones() == {there: ("moved", page.pk)}


def test_a_page_on_another_site_is_followed_there(page: ArticlePage, gaoping: SiteProfile, make_channel: MakeChannel) -> None:
    other, old = make_channel(gaoping, "高平要闻"), now(page)
    fresh(page).move(other, pos="last-child")
    assert now(page) == ("gaoping", article_at(other.slug, page))
    assert tombstones() == {old: ("moved", page.pk)}


def test_a_tree_of_channels_takes_along_all_that_is_in_it(
    portal: SiteProfile, channel: ChannelPage, make_channel: MakeChannel
) -> None:
    values = {"type": channel.type, "description": "动态。", "keywords": "动态"}
    second = fresh(channel).add_child(instance=ChannelPage(title="二级", slug="two", **values))
    third = second.add_child(instance=ChannelPage(title="三级", slug="three", **values))
    pages = [write(place, f"第{place.slug}篇") for place in (channel, second, third)]
    old = {each.pk: now(each) for each in (second, third, *pages)}
    target = make_channel(portal, "政务公开", slug="open")
    fresh(second).move(target, pos="last-child")
    moved = {second.pk, third.pk, pages[1].pk, pages[2].pk}
    assert tombstones() == {old[number]: ("moved", number) for number in moved}
    assert now(third) == ("portal", "/open/two/three/index.html")
    assert now(pages[2]) == ("portal", article_at("open/two/three", pages[2]))


@pytest.mark.parametrize("publish", [True, False])
def test_a_new_slug_moves_what_is_below(page: ArticlePage, channel: ChannelPage, *, publish: bool) -> None:
    old = now(channel), now(page)
    changed = fresh(channel)
    changed.slug = "other"
    if publish:
        changed.save_revision().publish()
    else:
        changed.save()
    assert tombstones() == {old[0]: ("moved", channel.pk), old[1]: ("moved", page.pk)}
    assert now(page) == ("portal", article_at("other", page))


def test_another_date_is_another_address(page: ArticlePage) -> None:
    old, changed = now(page), fresh(page)
    changed.published_at = dt.datetime(2026, 2, 3, 18, 30, tzinfo=dt.UTC)
    changed.save_revision().publish()
    assert now(page)[1].endswith(f"/202602/t20260204_{page.pk}.html")  # in the city's time
    assert tombstones() == {old: ("moved", page.pk)}


def test_an_alias_has_an_address_of_its_own_and_goes_with_its_original(
    page: ArticlePage, gaoping: SiteProfile, make_channel: MakeChannel
) -> None:
    alias = fresh(page).create_alias(parent=make_channel(gaoping, "上级要闻"))
    places = [now(page), now(alias)]
    assert places[1][0] == "gaoping"
    fresh(page).unpublish()
    assert tombstones() == dict.fromkeys(places, ("gone", 0))


def test_two_channels_trade_their_addresses(portal: SiteProfile, make_channel: MakeChannel) -> None:
    one, two = make_channel(portal, "一", slug="one"), make_channel(portal, "二", slug="two")
    pages = write(one), write(two)
    for channel, slug in ((one, "between"), (two, "one"), (one, "two")):
        changed = fresh(channel)
        changed.slug = slug
        changed.save_revision().publish()
    assert [now(one), now(two)] == [("portal", "/two/index.html"), ("portal", "/one/index.html")]
    expected = {
        ("portal", "/between/index.html"): one, ("portal", article_at("between", pages[0])): pages[0],
        ("portal", article_at("one", pages[0])): pages[0], ("portal", article_at("two", pages[1])): pages[1],
    }
    assert tombstones() == {place: ("moved", page.pk) for place, page in expected.items()}


def test_what_is_unpublished_is_gone_everywhere_it_was_and_comes_back(
    page: ArticlePage, portal: SiteProfile, make_channel: MakeChannel
) -> None:
    first = now(page)
    fresh(page).move(make_channel(portal, "通知公告"), pos="last-child")
    second = now(page)
    fresh(page).unpublish()
    assert tombstones() == dict.fromkeys((first, second), ("gone", 0))
    fresh(page).save_revision().publish()
    assert tombstones() == {first: ("moved", page.pk)}


def test_what_is_deleted_stays_gone(page: ArticlePage, channel: ChannelPage) -> None:
    places = [now(page), now(channel)]
    fresh(channel).delete()
    assert tombstones() == dict.fromkeys(places, ("gone", 0))
    assert PublishedAddress.objects.count() == 0


def test_an_unpublished_channel_takes_along_what_is_in_it_and_brings_it_back(page: ArticlePage, channel: ChannelPage) -> None:
    places = [now(page), now(channel)]
    fresh(channel).unpublish()
    assert tombstones() == dict.fromkeys(places, ("gone", 0))
    fresh(channel).save_revision().publish()
    assert tombstones() == {}
    assert [now(page), now(channel)] == places


def test_what_becomes_private_is_gone_for_the_public(page: ArticlePage, channel: ChannelPage) -> None:
    places = [now(page), now(channel)]
    restriction = PageViewRestriction.objects.create(page=channel, restriction_type=PageViewRestriction.LOGIN)
    assert tombstones() == dict.fromkeys(places, ("gone", 0))
    restriction.delete()
    assert tombstones() == {}


def test_what_is_scheduled_anew_is_gone_until_then(page: ArticlePage) -> None:
    place, changed = now(page), fresh(page)
    changed.go_live_at = timezone.now() + dt.timedelta(days=1)
    changed.save_revision().publish()
    assert tombstones() == {place: ("gone", 0)}


def test_a_site_with_another_home_page_is_followed(page: ArticlePage, portal: SiteProfile, gaoping: SiteProfile) -> None:
    place, site = now(page), gaoping.site
    portal.site.root_page, site.root_page = site.root_page, portal.site.root_page
    type(site).objects.filter(pk=portal.site.pk).update(root_page=portal.site.root_page)
    site.save()
    assert now(page) == ("gaoping", place[1])
    assert latest_number() > 0
    assert read_since(Position()).everything


def test_what_changed_behind_djangos_back_is_found_by_following_everything(page: ArticlePage) -> None:
    place = now(page)
    ArticlePage.objects.filter(pk=page.pk).update(live=False)
    record_changes(addresses.follow_everything(cause="核对"))
    assert tombstones() == {place: ("gone", 0)}
    Change.objects.create(site="portal", kind="content", object_key=f"content:{page.pk}", action=Action.WITHDRAW)


def test_many_pages_take_as_many_queries_as_few(channel: ChannelPage) -> None:
    def insert(first: int, count: int) -> int:
        pages = insert_pages(
            (channel, ArticlePage(title="消息", slug=f"a{number}", source="市政府")) for number in range(first, first + count)
        )
        with CaptureQueriesContext(connection) as queries:
            record_pages(pages, Action.PUBLISH, cause="导入")
        return len([query for query in queries if not query["sql"].startswith("INSERT")])  # these come in batches

    few = insert(0, 2)
    assert insert(2, 300) == few
    assert PublishedAddress.objects.count() == 303
    assert FormerAddress.objects.count() == 0
