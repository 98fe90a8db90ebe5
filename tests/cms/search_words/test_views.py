"""Words for search in the admin: each site's webmaster their own, the cluster's who runs the cluster."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.accounts.roles import Role, create_user
from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage
from cms.export.labels import KINDS
from cms.export.search_words import export_search_words, version_of_search_words
from cms.records import AnyContent
from cms.search_words.models import SearchWords

pytestmark = pytest.mark.usefixtures("portal", "gaoping")
OVERVIEW, CLUSTER, PORTAL, GAOPING = (f"/admin/search-words/{path}" for path in ("", "cluster/", "site/portal/", "site/gaoping/"))
WORDS = {"synonyms": "社保，社会保险", "best_bets": "", "hot": "炎帝陵"}


@pytest.fixture
def login() -> Callable[..., Client]:
    def make(role: Role, site: str = "") -> Client:
        found = Client()
        found.force_login(create_user(f"{role}{site}", role=role, site_key=site, password="long-enough-1"))
        return found

    return make


def test_a_webmaster_edits_the_words_of_their_own_site(login: Callable[..., Client]) -> None:
    county = login(Role.WEBMASTER, "gaoping")
    before = version_of_search_words()
    shown = county.get(OVERVIEW).content.decode()
    assert GAOPING in shown and PORTAL not in shown and CLUSTER not in shown
    assert OVERVIEW in county.get("/admin/", follow=True).content.decode()
    assert county.post(GAOPING, WORDS)["Location"] == OVERVIEW
    row = SearchWords.objects.get()
    assert (row.site, row.hot, row.changed_by.username) == ("gaoping", "炎帝陵", "webmastergaoping")
    assert version_of_search_words() != before
    assert [(each.site, each.synonyms) for each in export_search_words()] == [("gaoping", (("社保", "社会保险"),))]


@pytest.mark.parametrize("url", [CLUSTER, PORTAL, "/admin/search-words/site/nowhere/"])
@pytest.mark.parametrize("data", [None, WORDS])
def test_a_webmaster_gets_nowhere_else(login: Callable[..., Client], url: str, data: dict[str, Any] | None) -> None:
    county = login(Role.WEBMASTER, "gaoping")
    answer = county.post(url, data) if data else county.get(url)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert not SearchWords.objects.exists()


def test_who_runs_the_cluster_edits_all(login: Callable[..., Client]) -> None:
    editor = login(Role.EDITOR)
    for url in (CLUSTER, PORTAL):
        assert editor.post(url, WORDS).status_code == 302
    assert sorted(SearchWords.objects.values_list("site", flat=True)) == ["", "portal"]


@pytest.mark.parametrize(("role", "site"), [(Role.REVIEWER3, "gaoping"), (Role.CONTRIBUTOR, "portal"), (Role.AUDITOR, "")])
def test_others_see_nothing_of_it(login: Callable[..., Client], role: Role, site: str) -> None:
    someone = login(role, site)
    assert OVERVIEW not in someone.get("/admin/", follow=True).content.decode()
    assert someone.get(OVERVIEW).status_code == 302


def test_what_is_wrong_is_said_at_its_field(login: Callable[..., Client], channel: ChannelPage) -> None:
    page = channel.add_child(instance=ArticlePage(title="公积金", source="市政府"))
    address = f"http://portal.localhost/a/202601/t20260101_{page.pk}.html"
    editor = login(Role.EDITOR)
    faulty = {"synonyms": "社保", "best_bets": "公积金 = http://x/t20260101_99999999.html", "hot": "长" * 31}
    shown = editor.post(PORTAL, faulty).content.decode()
    for words in ("第 1 行至少要有 2 个词", "编号为 99999999 的页面没有公开发布", "第 1 行超过 30 字"):
        assert words in shown
    assert not SearchWords.objects.exists()
    assert editor.post(PORTAL, {"synonyms": "", "best_bets": f"公积金 = {address}", "hot": ""}).status_code == 302


def test_every_kind_has_a_label() -> None:
    assert {str(kind.__struct_config__.tag) for kind in AnyContent.__args__} == KINDS.keys()
