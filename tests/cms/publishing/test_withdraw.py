"""Editors take pages off, and say what readers find there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.accounts.models import User
from cms.accounts.roles import Role, create_user
from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.export.export import export_all, export_keys
from cms.publishing.models import PublishedAddress, Withdrawal
from cms.publishing.position import Position
from cms.publishing.read import latest_number, read_since
from cms.publishing.withdraw import Choice, withdraw
from cms.records import TombstoneRecord

WRONG_ADDRESSES = (
    "javascript:alert(1)", "example.org", "//example.org", "https://", "https://政府.中国/", "/a\\b", "/a\u2028b", "/" + "长" * 400,
)
MakeChannel = Callable[..., ChannelPage]


def write(channel: ChannelPage, title: str = "消息") -> ArticlePage:
    return ChannelPage.objects.get(pk=channel.pk).add_child(instance=ArticlePage(title=title, source="市政府"))


@pytest.fixture
def page(channel: ChannelPage) -> ArticlePage:
    return write(channel)


@pytest.fixture
def webmaster(client: Client, wang: User) -> Client:
    client.force_login(wang)
    return client


def tombstones() -> dict[int, TombstoneRecord]:
    return {record.page: record for record in export_all() if isinstance(record, TombstoneRecord)}


def submit(client: Client, page: Page, **given: Any) -> Any:
    return client.post(reverse("publishing_withdraw", args=[page.pk]), {"kind": "gone", **given})


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def test_a_page_is_withdrawn_with_a_notice_and_a_reason_inside(webmaster: Client, page: ArticlePage) -> None:
    answer = submit(webmaster, page, kind="notice", notice="因内容有误，本文已撤下。", reason="数据写错", replacement_url="/unused")
    assert answer.status_code == 302
    page.refresh_from_db()
    assert not page.live
    record = tombstones()[page.pk]
    assert (record.fate, record.title, record.notice, record.url) == ("notice", "消息", "因内容有误，本文已撤下。", "")
    assert record.since
    row = Withdrawal.objects.get()
    assert (row.reason, row.by.username, row.site) == ("数据写错", "wang", "portal")


def test_a_page_is_replaced_by_another_or_by_an_address(webmaster: Client, page: ArticlePage, channel: ChannelPage) -> None:
    other, third = write(channel, "新版"), write(channel, "旧版")
    submit(webmaster, page, kind="replaced", replacement_page=other.pk)
    submit(webmaster, third, kind="replaced", replacement_url="https://example.org/新?x=1")
    found = tombstones()
    assert (found[page.pk].fate, found[page.pk].target, found[page.pk].url) == ("replaced", other.pk, "")
    assert (found[third.pk].target, found[third.pk].url) == (0, "https://example.org/新?x=1")


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"kind": ""}, "kind", "必需"), ({"kind": "other"}, "kind", "other"),
        ({"kind": "notice"}, "notice", "说明文字"), ({"kind": "notice", "notice": "  "}, "notice", "说明文字"),
        ({"kind": "replaced"}, "replacement_page", "填一个"),
        ({"kind": "replaced", "replacement_page": "99999"}, "replacement_page", "不存在"),
        ({"kind": "replaced", "replacement_page": "x"}, "replacement_page", "不存在"),
        ({"kind": "replaced", "replacement_page": "9" * 30}, "replacement_page", "不存在"),
        *(({"kind": "replaced", "replacement_url": address}, "replacement_url", "网址") for address in WRONG_ADDRESSES),
    ],
)
def test_wrong_input_gets_a_clear_message(webmaster: Client, page: ArticlePage, given: dict[str, str], field: str, words: str) -> None:
    found = errors(submit(webmaster, page, **given))
    assert words in " ".join(found[field])
    page.refresh_from_db()
    assert page.live
    assert not Withdrawal.objects.exists()


def test_a_replacement_must_be_one_that_readers_can_open(webmaster: Client, page: ArticlePage, channel: ChannelPage) -> None:
    draft = write(channel, "草稿")
    draft.unpublish()
    assert "没有公开发布" in errors(submit(webmaster, page, kind="replaced", replacement_page=draft.pk))["replacement_page"][0]
    assert "自己" in errors(submit(webmaster, page, kind="replaced", replacement_page=page.pk))["replacement_page"][0]
    assert "自己" in errors(submit(webmaster, channel, kind="replaced", replacement_page=page.pk))["replacement_page"][0]
    both = {"replacement_page": channel.pk, "replacement_url": "/x"}
    assert "只填一个" in errors(submit(webmaster, page, kind="replaced", **both))["replacement_page"][0]


def test_what_the_chosen_kind_does_not_need_may_be_wrong(webmaster: Client, page: ArticlePage) -> None:
    # It is not shown for that kind, so nobody could mend it.
    answer = submit(webmaster, page, kind="gone", replacement_url="不是网址", replacement_page="x")
    assert answer.status_code == 302
    assert tombstones()[page.pk].fate == "gone"
    assert Withdrawal.objects.get().replacement_url == ""


def test_republishing_forgets_the_withdrawal(page: ArticlePage) -> None:
    withdraw(page, Choice("notice", notice="已撤下。"), None)
    page.refresh_from_db()
    page.save_revision().publish()
    assert not Withdrawal.objects.exists()
    assert tombstones() == {}
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert tombstones()[page.pk].fate == "gone"


def test_deleting_keeps_what_readers_are_told(page: ArticlePage) -> None:
    number = page.pk
    withdraw(page, Choice("notice", notice="已撤下。"), None)
    ArticlePage.objects.get(pk=number).delete()
    assert tombstones()[number].notice == "已撤下。"


def test_a_channel_takes_along_all_below_it_and_an_original_its_aliases(
    page: ArticlePage, channel: ChannelPage, gaoping: SiteProfile, make_channel: MakeChannel
) -> None:
    second = write(channel, "第二篇")
    draft = write(channel, "早已撤下")
    draft.unpublish()
    assert withdraw(ChannelPage.objects.get(pk=channel.pk), Choice("replaced", replacement_url="/"), None) == 3
    assert {number: record.fate for number, record in tombstones().items()} == {
        channel.pk: "replaced", page.pk: "replaced", second.pk: "replaced", draft.pk: "gone",
    }
    ChannelPage.objects.get(pk=channel.pk).save_revision().publish()
    assert set(tombstones()) == {draft.pk}
    alias = ArticlePage.objects.get(pk=page.pk).create_alias(parent=make_channel(gaoping, "上级要闻"))
    assert withdraw(ArticlePage.objects.get(pk=page.pk), Choice("notice", notice="已撤下。"), None) == 2
    assert (tombstones()[alias.pk].notice, tombstones()[alias.pk].site) == ("已撤下。", "gaoping")


def test_a_page_that_is_off_can_be_given_another_answer(webmaster: Client, page: ArticlePage) -> None:
    page.unpublish()
    number = latest_number()
    assert submit(webmaster, page, kind="notice", notice="补充说明。").status_code == 302
    (record,) = export_keys(read_since(Position(number)).keys)
    assert isinstance(record, TombstoneRecord)
    assert record.notice == "补充说明。"
    html = webmaster.get(reverse("publishing_withdraw", args=[page.pk])).content.decode()
    assert "补充说明。" in html


def test_a_replacement_that_was_replaced_leads_to_the_last_one(page: ArticlePage, channel: ChannelPage) -> None:
    second, third = write(channel, "第二版"), write(channel, "第三版")
    withdraw(page, Choice("replaced", replacement_page=second.pk), None)
    number = latest_number()
    withdraw(second, Choice("replaced", replacement_page=third.pk), None)
    named = [record for record in export_keys(read_since(Position(number)).keys) if isinstance(record, TombstoneRecord)]
    assert {record.page: record.target for record in named} == {page.pk: third.pk, second.pk: third.pk}
    withdraw(third, Choice("replaced", replacement_url="https://example.org/"), None)
    assert {record.url for record in tombstones().values()} == {"https://example.org/"}


def test_replacements_in_a_circle_come_to_an_end(page: ArticlePage, channel: ChannelPage) -> None:
    other = write(channel, "另一篇")
    withdraw(page, Choice("replaced", replacement_page=other.pk), None)
    withdraw(other, Choice("replaced", replacement_page=page.pk), None)
    assert {record.fate for record in tombstones().values()} == {"replaced"}


def test_who_may_not_unpublish_may_not_withdraw(client: Client, page: ArticlePage, portal: SiteProfile, gaoping: SiteProfile) -> None:
    for role, site in ((Role.CONTRIBUTOR, "portal"), (Role.WEBMASTER, "gaoping")):
        client.force_login(create_user(f"user-{site}", role=role, site_key=site, password="long-enough-word"))
        assert submit(client, page).status_code == 302
        page.refresh_from_db()
        assert page.live
        assert not Withdrawal.objects.exists()
        menu = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
        assert reverse("publishing_withdraw", args=[page.pk]) not in menu


def test_a_home_page_and_a_page_that_does_not_exist_cannot_be_withdrawn(webmaster: Client, portal: SiteProfile) -> None:
    submit(webmaster, portal.site.root_page)
    assert SiteProfile.objects.get(pk=portal.pk).site.root_page.live
    assert webmaster.get(reverse("publishing_withdraw", args=[99999])).status_code == 404


def test_the_menus_of_a_page_offer_it(webmaster: Client, page: ArticlePage, channel: ChannelPage) -> None:
    address = reverse("publishing_withdraw", args=[page.pk])
    assert address in webmaster.get(reverse("wagtailadmin_explore", args=[channel.pk])).content.decode()
    assert address in webmaster.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    html = webmaster.get(address).content.decode()
    assert "撤稿：消息" in html
    below = webmaster.get(reverse("publishing_withdraw", args=[channel.pk])).content.decode()
    assert f"公开的 {PublishedAddress.objects.exclude(pk=channel.pk).count()} 个页面" in below


def test_an_alias_that_was_off_already_answers_as_its_original_does_and_says_so(
    page: ArticlePage, gaoping: SiteProfile, make_channel: MakeChannel
) -> None:
    alias = ArticlePage.objects.get(pk=page.pk).create_alias(parent=make_channel(gaoping, "上级要闻"))
    alias.unpublish()
    key = f"tombstone:{tombstones()[alias.pk].id}"
    before = Position(latest_number())
    withdraw(page, Choice("notice", notice="已撤下。"), None)
    assert tombstones()[alias.pk].notice == "已撤下。"
    assert key in read_since(before).keys
