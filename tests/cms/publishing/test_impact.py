"""The editor's dialog about what a publication would change."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.roles import Role
from cms.articles.models import ArticlePage
from cms.cluster.models import SiteProfile
from cms.publishing.impact import Impact, ImpactedPage

LogIn = Callable[..., Client]
ASKED: list[tuple[int, str]] = []


def a_small_impact(page_id: int, *, user: Any) -> Impact:
    """Answer as a builder would that is not there."""
    ASKED.append((page_id, user.username))
    return Impact((
        ImpactedPage("gaoping", "/a.html", "http://gaoping.localhost/a.html", "<i>高平</i>", "列表页内容已更新"),
        ImpactedPage("portal", "/b.html", "http://portal.localhost/b.html", "消息", "新页面"),
        ImpactedPage("portal", "/index.html", "http://portal.localhost/index.html", "首页", "栏目最新信息已更新"),
    ), files=4)


def no_impact(page_id: int, *, user: Any) -> Impact:
    return Impact()


def unknown_impact(page_id: int, *, user: Any) -> Impact:
    return Impact(problem="镜像还没有生成过")


@pytest.fixture
def builder(settings: Any) -> Callable[[Callable[..., Impact]], None]:
    def choose(function: Callable[..., Impact]) -> None:
        settings.PUBLISHING_IMPACT = f"{__name__}.{function.__name__}"

    return choose


def ask(client: Client, page: ArticlePage) -> str:
    response = client.get(reverse("publishing_impact", args=[page.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_it_names_sites_pages_and_reasons(
    logged_in: LogIn, article: ArticlePage, gaoping: SiteProfile, builder: Callable[..., None]
) -> None:
    builder(a_small_impact)
    html = ask(logged_in(Role.WEBMASTER, "portal"), article)
    assert "<strong>2</strong> 个站点的 <strong>3</strong> 个页面，另有 4 个" in html
    assert '<a href="http://portal.localhost/index.html"' in html
    assert "&lt;i&gt;高平&lt;/i&gt;" in html
    assert "列表页内容已更新" in html
    assert "http://portal.localhost/b.html" not in html  # it is not there yet
    assert ASKED[-1] == (article.pk, "webmaster-portal")


def test_it_says_when_nothing_changes_or_nothing_can_be_told(
    logged_in: LogIn, article: ArticlePage, builder: Callable[..., None]
) -> None:
    client = logged_in(Role.WEBMASTER, "portal")
    builder(no_impact)
    assert "不会更新任何页面" in ask(client, article)
    builder(unknown_impact)
    assert "镜像还没有生成过" in ask(client, article)


@pytest.mark.parametrize(("role", "site"), [(Role.WEBMASTER, "gaoping"), (Role.CONTRIBUTOR, "portal"), (Role.AUDITOR, "")])
def test_who_may_not_edit_the_page_is_turned_away(
    logged_in: LogIn, article: ArticlePage, gaoping: SiteProfile, builder: Callable[..., None], role: Role, site: str
) -> None:
    builder(a_small_impact)
    before = len(ASKED)
    response = logged_in(role, site).get(reverse("publishing_impact", args=[article.pk]))
    assert response.status_code == 302
    assert len(ASKED) == before


def test_a_page_that_is_not_there_is_not_found(logged_in: LogIn, article: ArticlePage) -> None:
    client = logged_in(Role.WEBMASTER, "portal")
    for number in (1, 999_999):
        assert client.get(reverse("publishing_impact", args=[number])).status_code == 404


def test_the_editor_has_the_button(logged_in: LogIn, article: ArticlePage) -> None:
    html = logged_in(Role.WEBMASTER, "portal").get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert "data-publishing-impact" in html[html.index("<footer"):]
