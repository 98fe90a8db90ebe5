"""Turning switches in the admin: in two steps, and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.roles import Role, create_user
from cms.cluster.models import SiteProfile
from cms.publishing.models import Change, Switch
from tests.layers import layer

pytestmark = pytest.mark.usefixtures("portal", "gaoping")
TOMORROW = f"{timezone.localtime(timezone.now() + timedelta(days=1)):%Y-%m-%d %H:%M}"
RED = {"level": "red", "text": "暴雨红色预警", "url": "/news/index.html", "since": "", "until": TOMORROW, "reason": ""}
OVERVIEW, CLUSTER, PORTAL, GAOPING = (f"/admin/switches/{path}" for path in ("", "cluster/", "site/portal/", "site/gaoping/"))


def client(role: Role, site: str = "") -> Client:
    user = create_user(f"{role}{site}", role=role, site_key=site, password="long-enough-1")
    found = Client()
    found.force_login(user)
    return found


@layer
def county_webmaster(portal: SiteProfile, gaoping: SiteProfile) -> User:
    return create_user("webmastergaoping", role=Role.WEBMASTER, site_key="gaoping", password="long-enough-1")


@pytest.fixture
def county(county_webmaster: User, client: Client) -> Client:
    client.force_login(county_webmaster)
    return client


def confirm(someone: Client, url: str, data: dict[str, Any]) -> Any:
    page = someone.post(url, data)
    return someone.post(url, {**data, "seen": page.context["seen"]})


def test_nothing_happens_before_it_is_confirmed(county: Client) -> None:
    Change.objects.all().delete()
    page = county.post(GAOPING, RED)
    assert "立即在每一页上方显示红色通知“暴雨红色预警”" in page.content.decode()
    assert not Switch.objects.exists() and not Change.objects.exists()
    assert county.post(GAOPING, {**RED, "seen": page.context["seen"]}).status_code == 302
    switch = Switch.objects.get()
    assert (switch.site, switch.text, switch.changed_by.username) == ("gaoping", "暴雨红色预警", "webmastergaoping")
    assert list(Change.objects.values_list("object_key", "by__username")) == [("switch:gaoping", "webmastergaoping")]


def test_who_goes_back_finds_what_was_typed(county: Client) -> None:
    page = county.post(GAOPING, {**RED, "seen": "new", "back": "1"})
    assert page.templates[0].name == "emergency/form.html" and "暴雨红色预警" in page.content.decode()
    assert not Switch.objects.exists()


@pytest.mark.parametrize("url", [CLUSTER, PORTAL, "/admin/switches/site/nowhere/", "/admin/switches/site/cluster/"])
@pytest.mark.parametrize("data", [None, RED, {**RED, "seen": "new"}])
def test_a_county_gets_nowhere_with_other_addresses(county: Client, url: str, data: dict[str, Any] | None) -> None:
    answer = county.post(url, data) if data else county.get(url)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")  # Wagtail leads to the first page, and says why
    assert not Switch.objects.exists()


def test_the_scope_is_the_address_and_not_what_is_sent(county: Client) -> None:
    confirm(county, GAOPING, {**RED, "site": "portal", "changed_by": "1"})
    assert [switch.site for switch in Switch.objects.all()] == ["gaoping"]


@pytest.mark.parametrize(
    ("role", "site"), [(Role.REVIEWER3, "gaoping"), (Role.CONTRIBUTOR, "portal"), (Role.AUDITOR, ""), (Role.SECURITY, "")]
)
def test_others_see_neither_the_menu_nor_the_pages(role: Role, site: str) -> None:
    someone = client(role, site)
    assert "紧急开关" not in someone.get("/admin/", follow=True).content.decode()
    for url in (OVERVIEW, CLUSTER, PORTAL, GAOPING):
        assert someone.get(url).status_code == 302


def test_nobody_gets_there_without_logging_in() -> None:
    assert "/admin/login/" in Client().get(CLUSTER)["Location"]


def test_a_webmaster_sees_the_own_site_and_what_holds_for_all(county: Client) -> None:
    Switch.objects.create(site="", text="全市通知", level="blue", until=timezone.now() + timedelta(days=1))
    page = county.get(OVERVIEW).content.decode()
    assert "高平市人民政府" in page and "晋城市人民政府" not in page
    assert "全市通知" in page and CLUSTER not in page
    assert OVERVIEW in county.get("/admin/").content.decode()


def test_the_editor_in_chief_turns_the_switch_of_the_cluster() -> None:
    chief = client(Role.EDITOR)
    page = chief.post(CLUSTER, {**RED, "mourning": "on"}).content.decode()
    assert "共 2 个站点" in page and "哀悼模式" in page
    assert confirm(chief, CLUSTER, {**RED, "mourning": "on"}).status_code == 302
    assert Switch.objects.get().site == "" and Switch.objects.get().mourning
    assert chief.get(PORTAL).status_code == 302


def test_emptying_the_text_takes_the_notice_down(county: Client) -> None:
    confirm(county, GAOPING, RED)
    page = county.post(GAOPING, {**RED, "text": ""})
    assert "撤下通知“暴雨红色预警”" in page.content.decode()
    confirm(county, GAOPING, {**RED, "text": ""})
    switch = Switch.objects.get()
    assert (switch.text, switch.level, switch.until) == ("", "", None)


def test_the_same_again_changes_nothing(county: Client) -> None:
    confirm(county, GAOPING, {**RED, "since": TOMORROW, "until": "2099-01-01 08:00"})
    Change.objects.all().delete()
    answer = county.post(GAOPING, {**RED, "since": TOMORROW, "until": "2099-01-01 08:00"})
    assert answer.status_code == 302 and not Change.objects.exists()


def test_a_switch_that_somebody_else_turned_meanwhile_is_shown_again(county: Client) -> None:
    page = county.post(GAOPING, RED)
    Switch.objects.create(site="gaoping", mourning=True)
    again = county.post(GAOPING, {**RED, "seen": page.context["seen"]})
    assert again.status_code == 200 and "刚被别人改动过" in again.content.decode() and "结束哀悼模式" in again.content.decode()
    assert Switch.objects.get().text == ""


@pytest.mark.parametrize("data", [
    {**RED, "until": ""}, {**RED, "level": ""}, {**RED, "until": "2020-01-01 00:00"}, {**RED, "url": "javascript:alert(1)"},
    {**RED, "text": "长" * 61}, {"frozen": "on", "reason": ""}, {**RED, "until": "nonsense"}, {"level": "red", "text": ""},
])
def test_what_cannot_be_is_said_on_the_form(county: Client, data: dict[str, Any]) -> None:
    page = county.post(GAOPING, data)
    assert page.status_code == 200 and page.templates[0].name == "emergency/form.html"
    assert page.context["form"].errors and not Switch.objects.exists()


def test_each_field_is_complained_of_once_and_nothing_typed_is_lost(county: Client) -> None:
    page = county.post(GAOPING, {**RED, "text": "因" * 100, "since": "不是时间", "until": "2020-01-01 10:00"})
    errors = page.context["form"].errors
    assert errors["text"] == ["通知内容不能超过 60 字，现在有 100 字。"]
    assert errors["since"] == ["请按“2026-01-31 08:00”的样子填写时间。"]
    assert errors["until"] == ["撤下时间已经过去。"]
    html = page.content.decode()
    assert "因" * 100 in html and "不是时间" in html and "2020-01-01 10:00" in html


def test_a_text_stays_a_text(county: Client) -> None:
    page = county.post(GAOPING, {**RED, "text": '"><script>alert(1)</script>'})
    assert "<script>alert(1)" not in page.content.decode()


def test_freezing_is_written_down_with_name_and_reason(county: Client) -> None:
    confirm(county, GAOPING, {"frozen": "on", "reason": "演练"})
    switch = Switch.objects.get()
    assert (switch.frozen, switch.reason, switch.frozen_by.username) == (True, "演练", "webmastergaoping")
    assert "演练" in county.get(OVERVIEW).content.decode()
