"""The admin asks for the states of pages, and gets those that the user may edit."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.articles.models import ArticlePage
from cms.cluster.models import SiteProfile
from tests.cms.publishing.conftest import release

LogIn = Callable[..., Client]


def states(client: Client, pages: str) -> dict[str, dict[str, object]]:
    response = client.get(reverse("publishing_states"), {"pages": pages})
    assert response.status_code == 200
    found: dict[str, dict[str, object]] = response.json()["pages"]
    return found


def test_a_page_under_way_is_not_settled_and_a_live_one_has_a_link(logged_in: LogIn, published: ArticlePage) -> None:
    client = logged_in(Role.WEBMASTER, "portal")
    first = states(client, str(published.pk))[str(published.pk)]
    assert (first["state"], first["label"], first["settled"], first["url"]) == ("queued", "排队中", False, "")
    release("portal")
    then = states(client, str(published.pk))[str(published.pk)]
    assert (then["state"], then["settled"]) == ("live", True)
    assert str(then["url"]).endswith(f"_{published.pk}.html")


@pytest.mark.parametrize(("role", "site"), [
    (Role.WEBMASTER, "gaoping"), (Role.CONTRIBUTOR, "portal"), (Role.AUDITOR, ""), (Role.SECURITY, ""),
])
def test_who_may_not_edit_a_page_learns_nothing_of_it(
    logged_in: LogIn, published: ArticlePage, gaoping: SiteProfile, role: Role, site: str
) -> None:
    assert states(logged_in(role, site), str(published.pk)) == {}


def test_a_contributor_sees_how_far_their_own_page_is(
    logged_in: LogIn, person: Callable[..., User], published: ArticlePage
) -> None:
    published.owner = person(Role.CONTRIBUTOR, "portal")
    published.save()
    assert list(states(logged_in(Role.CONTRIBUTOR, "portal"), str(published.pk))) == [str(published.pk)]


@pytest.mark.parametrize("pages", ["", "x", "1,", "1;2", "-1", "٣", "9" * 30, ",".join(["1"] * 201)])
def test_a_senseless_request_is_refused_in_words(logged_in: LogIn, published: ArticlePage, pages: str) -> None:
    response = logged_in(Role.WEBMASTER, "portal").get(reverse("publishing_states"), {"pages": pages})
    assert response.status_code == 400
    assert "页面编号" in response.json()["error"]


def test_pages_that_are_not_there_are_left_out(logged_in: LogIn, published: ArticlePage) -> None:
    assert states(logged_in(Role.WEBMASTER, "portal"), "1,999999,123456789012345678") == {}


def test_nobody_reads_states_without_logging_in(client: Client, published: ArticlePage) -> None:
    assert client.get(reverse("publishing_states"), {"pages": published.pk}).status_code == 302


def test_lists_and_editors_carry_marks_for_the_script(logged_in: LogIn, published: ArticlePage) -> None:
    client = logged_in(Role.WEBMASTER, "portal")
    mark = f'data-publishing-page="{published.pk}"'
    for address in (
        reverse("wagtailadmin_explore", args=[published.get_parent().pk]), reverse("wagtailadmin_pages:edit", args=[published.pk]),
    ):
        html = client.get(address).content.decode()
        assert mark in html
        assert "publishing/states.js" in html
    new = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", published.get_parent().pk])
    assert 'data-publishing-page=""' in client.get(new).content.decode()
