from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.articles.models import ArticleAttachment, ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.media.models import CustomDocument

Ask = Callable[..., Any]
MakeArticle = Callable[..., ArticlePage]


def link_to(*pages: Any) -> list[tuple[str, str]]:
    words = "".join(f'<a linktype="page" id="{page.pk}">见{page.title}</a>。' for page in pages)
    return [("paragraph", f"<p>{words}</p>")]


def test_an_item_is_the_whole_record(
    ask: Ask, make_article: MakeArticle, make_file: Callable[..., CustomDocument]
) -> None:
    page = make_article(
        "春耕备耕", author="记者", body=[("paragraph", "<p>正文。</p>")],
        attachments=[ArticleAttachment(document=make_file("申请表"))],
    )
    answer = ask(f"content/{page.pk}/")
    assert (answer["kind"], answer["id"], answer["title"], answer["author"]) == ("article", page.pk, "春耕备耕", "记者")
    assert answer["body"] == "<p>正文。</p>"
    assert [file["title"] for file in answer["attachments"]] == ["申请表"]


def test_links_are_addresses_as_on_the_mirror(
    ask: Ask, make_article: MakeArticle, channel: ChannelPage, gaoping: SiteProfile,
    make_channel: Callable[..., ChannelPage],
) -> None:
    here, gone = make_article("本站"), make_article("撤下", live=False)
    there = make_article("高平", parent=make_channel(gaoping))
    page = make_article(body=link_to(here, there, channel, gone))
    assert ask(f"content/{page.pk}/")["body"] == (
        f'<p><a href="/{channel.slug}/202601/t20260105_{here.pk}.html">见本站</a>。'
        f'<a href="http://gaoping.localhost:8000/{there.get_parent().slug}/202601/t20260105_{there.pk}.html">见高平</a>。'
        f'<a href="/{channel.slug}/index.html">见要闻动态</a>。见撤下。</p>'
    )


def test_what_no_mirror_shows_is_not_found(
    ask: Ask, make_article: MakeArticle, portal: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    draft, withdrawn, private = make_article(live=False), make_article(), make_article()
    withdrawn.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    closed = make_channel(portal, "内部栏目")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    inside = make_article(parent=closed)
    for page in (draft, withdrawn, private, inside, closed):
        assert "没有公开发布" in ask(f"content/{page.pk}/", 404)["detail"]


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 60, "abc", "-1", "1.5", "%00"])
def test_a_number_that_is_none_is_not_found(ask: Ask, portal: SiteProfile, number: str) -> None:
    assert ask(f"content/{number}/", 404)["detail"]


def test_an_alias_names_the_address_of_its_original(
    ask: Ask, make_article: MakeArticle, gaoping: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    original = make_article()
    alias = original.create_alias(parent=make_channel(gaoping))
    answer = ask(f"content/{alias.pk}/")
    assert answer["canonical"] == f"http://portal.localhost:8000{ask(f'content/{original.pk}/')['url']}"


def test_only_reading_is_possible(client: Client, make_article: MakeArticle) -> None:
    address = f"/api/v1/content/{make_article().pk}/"
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method(address)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer.json()["detail"]


def test_scripts_of_other_hosts_may_read(client: Client, make_article: MakeArticle) -> None:
    address = f"/api/v1/content/{make_article().pk}/"
    assert client.get(address, headers={"Accept": "text/html"}).headers["Access-Control-Allow-Origin"] == "*"
    before = client.options(address)
    assert before.status_code == 204
    assert before.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert before.headers["Access-Control-Allow-Origin"] == "*"


def test_a_wrong_address_is_told_in_json(ask: Ask, db: None) -> None:
    for path in ("", "contents/", "content", "content/1/2/"):
        assert "没有这个地址" in ask(path, 404)["detail"]
