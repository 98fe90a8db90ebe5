from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cms.articles.models import ArticlePage

MakeArticle = Callable[..., ArticlePage]


@pytest.mark.parametrize("given", ["{}", "W/{}", '"other", {}'])
def test_who_has_the_answer_gets_no_second_one(
    client: Client, make_article: MakeArticle, django_assert_num_queries: DjangoAssertNumQueries, given: str
) -> None:
    make_article().save_revision().publish()
    tag = client.get("/api/v1/content/").headers["ETag"]
    with django_assert_num_queries(1):
        again = client.get("/api/v1/content/", headers={"If-None-Match": given.format(tag)})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Cache-Control"] == "public, max-age=60"


def test_a_publication_and_a_withdrawal_change_the_tag(client: Client, make_article: MakeArticle) -> None:
    page = make_article()
    tags = [client.get("/api/v1/content/").headers["ETag"]]
    page.save_revision().publish()
    tags.append(client.get("/api/v1/content/").headers["ETag"])
    page.unpublish()
    answer = client.get("/api/v1/content/", headers={"If-None-Match": tags[-1]})
    assert answer.json()["count"] == 0
    assert len({*tags, answer.headers["ETag"]}) == 3


def test_another_address_has_another_tag(client: Client, make_article: MakeArticle) -> None:
    make_article()
    addresses = ("content/", "content/?page_size=5", "sites/")
    assert len({client.get(f"/api/v1/{address}").headers["ETag"] for address in addresses}) == len(addresses)


def test_a_fault_has_no_tag(client: Client, make_article: MakeArticle) -> None:
    make_article()
    for address in ("content/?page=0", "content/1/", "nowhere/"):
        assert "ETag" not in client.get(f"/api/v1/{address}").headers
