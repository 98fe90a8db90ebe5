"""Counts are gathered, written in one go, and shown to whom they concern."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from cms.accounts.roles import Role, create_user
from cms.export.search_words import export_search_words
from search.models import ClickCount, QueryCount
from search.statistics import report, write_counts
from search.tally import MOST, Counts, Tally
from tests.search.conftest import Publish


def test_nothing_is_lost_when_the_database_is_locked() -> None:
    written: list[Counts] = []
    locked = [True]

    def write(counts: Counts) -> None:
        if locked:
            locked.pop()
            raise OperationalError("database is locked")
        written.append(counts)

    tally = Tally(write, every=0)
    tally.searched("portal", "春耕", found=True)
    tally.flush()
    tally.searched("portal", "春耕", found=True)
    tally.flush()
    tally.flush()
    assert [list(counts.values()) for counts in written] == [[2]]


def test_memory_is_bounded() -> None:
    written: list[Counts] = []
    tally = Tally(written.append, every=0)
    for number in range(MOST + 10):
        tally.searched("portal", f"词{number}", found=True)
    tally.searched("portal", "词1", found=True)
    tally.flush()
    assert len(written[0]) == MOST and max(written[0].values()) == 2


def test_sums_add_up_and_old_ones_go(db: None) -> None:
    old = timezone.localdate() - timedelta(days=500)
    QueryCount.objects.create(site="portal", day=old, text="很久以前", searches=1)
    tally = Tally(write_counts, every=0)
    for _ in range(2):
        tally.searched("portal", "春耕", found=False)
        tally.clicked("portal", "春耕", 7)
        tally.flush()
    row = QueryCount.objects.get()
    assert (row.text, row.searches, row.without_results, row.clicks) == ("春耕", 2, 2, 2)
    assert ClickCount.objects.get().clicks == 2


@pytest.fixture
def counted(publish: Publish, gaoping: Any) -> None:
    page = publish("春耕备耕")
    tally = Tally(write_counts, every=0)
    for site, text, found in (("portal", "公积金", True), ("portal", "没有", False), ("gaoping", "炎帝陵", True), ("", "全网", True)):
        tally.searched(site, text, found=found)
    tally.clicked("portal", "公积金", page.pk)
    tally.flush()


def test_a_report_is_of_the_sites_that_are_asked_for(counted: None) -> None:
    found = report(["portal"], timezone.localdate())
    assert (found.searches, found.without_results, found.clicks) == (2, 1, 1)
    assert [row["text"] for row in found.top] == ["公积金", "没有"]
    assert [row["text"] for row in found.missing] == ["没有"]
    assert [row["title"] for row in found.opened] == ["春耕备耕"]


@pytest.mark.parametrize(("role", "site", "seen", "hidden"), [
    (Role.WEBMASTER, "gaoping", "炎帝陵", "公积金"), (Role.WEBMASTER, "portal", "公积金", "炎帝陵"), (Role.EDITOR, "", "全网", "没有这个"),
    (Role.AUDITOR, "", "炎帝陵", "没有这个"),
])
def test_each_sees_their_own(counted: None, role: Role, site: str, seen: str, hidden: str) -> None:
    client = Client()
    client.force_login(create_user("someone", role=role, site_key=site, password="long-enough-1"))
    page = client.get("/admin/search-report/").content.decode()
    assert seen in page and hidden not in page
    forced = client.get("/admin/search-report/", {"site": "portal", "days": "abc"}).content.decode()
    assert hidden not in forced


def test_who_only_writes_sees_none(counted: None) -> None:
    client = Client()
    client.force_login(create_user("someone", role=Role.CONTRIBUTOR, site_key="portal", password="long-enough-1"))
    assert client.get("/admin/search-report/").status_code == 302


def log_in(role: Role, site: str) -> Client:
    client = Client()
    client.force_login(create_user(f"{role}{site}", role=role, site_key=site, password="long-enough-1"))
    return client


def buttons(client: Client, **parameters: str) -> list[tuple[str, str]]:
    """Return what the report's buttons would send: address and query."""
    page = client.get("/admin/search-report/", parameters).content.decode()
    return re.findall(r'<form action="(\S+)" method="post">.*?name="text" value="([^"]+)"', page, re.DOTALL)


def hot() -> dict[str, str]:
    return {words.site: "，".join(words.hot) for words in export_search_words()}


def test_a_frequent_query_becomes_a_hot_one_with_a_press(counted: None) -> None:
    client = log_in(Role.WEBMASTER, "portal")
    address, text = buttons(client)[0]
    back = "/admin/search-report/?days=7"
    for said in ("已加入热门搜索", "已经在热门搜索里"):
        answer = client.post(address, {"text": text, "next": back}, follow=True)
        assert answer.redirect_chain == [(back, 302)] and f"“公积金”{said}" in answer.content.decode()
        assert hot() == {"portal": "公积金"}
    assert [each for _, each in buttons(client)] == ["没有"]


def test_a_full_list_takes_no_more_and_says_so(counted: None) -> None:
    client = log_in(Role.WEBMASTER, "portal")
    address, text = buttons(client)[0]
    for number in range(20):
        client.post(address, {"text": f"词{number}"})
    before = hot()
    answer = client.post(address, {"text": text}, follow=True)
    assert "“公积金”没有加入热门搜索。热门搜索最多 20 个" in answer.content.decode() and hot() == before


@pytest.mark.parametrize(("parameters", "site"), [({"site": "gaoping"}, "gaoping"), ({}, ""), ({"site": "-"}, "")])
def test_who_runs_the_cluster_adds_to_the_words_that_the_report_is_of(counted: None, parameters: dict[str, str], site: str) -> None:
    client = log_in(Role.EDITOR, "")
    address, text = buttons(client, **parameters)[0]
    client.post(address, {"text": text})
    assert hot() == {site: text}


def test_who_may_not_edit_the_words_has_no_button_and_is_refused(counted: None) -> None:
    assert buttons(log_in(Role.AUDITOR, "")) == []
    client = log_in(Role.WEBMASTER, "gaoping")
    for place in ("cluster", "site/portal", "site/nowhere"):
        assert client.post(f"/admin/search-words/{place}/hot/", {"text": "炎帝陵"})["Location"] == "/admin/"
    assert client.get("/admin/search-words/site/gaoping/hot/").status_code == 405
    assert hot() == {}
