"""The page of results for readers without script."""

import re
from typing import Any

import pytest
from django.test import Client

from cms.cluster.models import SiteProfile
from search import asking
from search.engines.base import EngineError
from search.engines.memory import MemoryEngine
from search.indexing import Indexer
from search.models import QueryCount
from search.statistics import tally
from tests.search.conftest import Publish

pytestmark = pytest.mark.django_db


def text_of(client: Client, status: int = 200, **parameters: Any) -> str:
    answer = client.get("/search/", parameters)
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


def test_it_shows_what_is_found_with_a_way_back(client: Client, publish: Publish, indexer: Indexer, portal: SiteProfile) -> None:
    publish("春耕<备耕>", body="及时播种")
    publish("秋收")
    indexer.rebuild()
    text = text_of(client, q="春耕", home="portal")
    assert "找到 1 条结果" in text
    assert "<mark>春耕</mark>&lt;备耕&gt;" in text
    assert 'href="http://portal.localhost:8000/">返回' in text
    assert 'value="春耕"' in text and '<input type="hidden" name="home" value="portal">' in text


def test_it_lists_what_is_related_to_a_result(client: Client, publish: Publish, indexer: Indexer, portal: SiteProfile) -> None:
    first, second = publish("春耕<备耕>安排"), publish("春耕备耕安排（二）")
    indexer.rebuild()
    found = text_of(client, q="春耕", home="portal")
    address = re.search(r'href="\?(related=\d+&amp;home=portal)" aria-label="相关内容：春耕&lt;备耕&gt;安排"', found)
    assert address and address[1] == f"related={first.pk}&amp;home=portal"
    text = text_of(client, related=first.pk, home="portal")
    assert f'_{first.pk}.html">春耕&lt;备耕&gt;安排</a>》相关的内容</h2>' in text and "<title>与《春耕&lt;备耕&gt;安排》相关的内容" in text
    assert f"?related={second.pk}&amp;home=portal" in text and "条结果" not in text


def test_a_page_that_is_gone_is_related_to_nothing(client: Client, publish: Publish, indexer: Indexer) -> None:
    page = publish("春耕")
    indexer.rebuild()
    assert "没有找到相关内容" in text_of(client, related=page.pk)
    page.unpublish()
    assert "没有这项内容" in text_of(client, related=page.pk)
    assert "参数 id" in text_of(client, 400, related="x")


def test_a_form_with_nothing_in_it_asks_nothing(client: Client, publish: Publish, indexer: Indexer) -> None:
    publish()
    indexer.rebuild()
    for parameters in ({}, {"q": " ", "phrase": "", "site": "", "home": "portal"}):
        assert "条结果" not in text_of(client, **parameters)


def test_pages_are_turned_and_conditions_kept(client: Client, publish: Publish, indexer: Indexer) -> None:
    for number in range(12):
        publish(f"春耕 {number}")
    indexer.rebuild()
    first = text_of(client, q="春耕", kind="article", sort="time")
    assert "第 1 页，共 2 页" in first
    assert "?q=%E6%98%A5%E8%80%95&amp;kind=article&amp;sort=time&amp;page=2" in first
    second = text_of(client, q="春耕", kind="article", sort="time", page=2)
    assert "第 2 页，共 2 页" in second and 'rel="next"' not in second
    assert '<input type="hidden" name="kind" value="article">' in second


def test_a_page_that_there_is_not_leads_to_the_last_one(client: Client, publish: Publish, indexer: Indexer) -> None:
    for number in range(12):
        publish(f"春耕 {number}")
    indexer.rebuild()
    text = text_of(client, q="春耕", page=99)
    assert "找到 12 条结果，没有第 99 页" in text and "共 2 页" in text
    assert '&amp;page=2" rel="prev"' in text and "page=98" not in text


def test_conditions_that_count_are_not_folded_away(client: Client, indexer: Indexer) -> None:
    indexer.rebuild()
    assert "<details><summary>高级搜索" in text_of(client, q="a")
    assert "<details open><summary>高级搜索" in text_of(client, 400, q="a", created_to="x")


@pytest.mark.parametrize(("parameters", "words"), [
    ({"q": "长" * 201}, ">搜索词："), ({"q": "a", "page": "x"}, ">页码："), ({"what": "<b>"}, "没有这个参数"),
    ({"q": "a", "from": "2026-02-30"}, ">发布日期，从："), ({"q": "a", "year": "今年"}, ">年份："),
    ({"q": "a", "from": "2026-02-01", "to": "2026-01-01"}, "起始日期不能晚于"),
])
def test_what_is_wrong_is_said_in_words(client: Client, indexer: Indexer, parameters: dict[str, str], words: str) -> None:
    indexer.rebuild()
    text = text_of(client, 400, **parameters)
    assert words in text and "<b>" not in text.partition('<p class="fault"')[2]


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "\"><img src=x>", "title:春耕 AND (", "\0", "%00", "𠮷" * 200])
def test_hostile_words_stay_words(client: Client, indexer: Indexer, words: str) -> None:
    indexer.rebuild()
    text = text_of(client, q=words)
    assert "<script" not in text and "<img" not in text


class Broken(MemoryEngine):
    def ask(self, question: Any) -> Any:
        raise EngineError("连接超时")


def test_without_an_engine_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "engine", Broken)
    assert "搜索服务暂时不可用" in text_of(client, 503, q="春耕")
    assert "搜索服务暂时不可用" in text_of(client, 503, related=1)


def test_nobody_asks_without_end(client: Client, indexer: Indexer, settings: Any) -> None:
    settings.SEARCH_RATE = 2
    indexer.rebuild()
    assert [client.get("/search/", {"q": "a"}).status_code for _ in range(3)] == [200, 200, 429]


def test_it_may_load_and_run_nothing_else_and_is_not_indexed(client: Client, portal: SiteProfile) -> None:
    answer = client.get("/search/")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert Client(enforce_csrf_checks=True).post("/search/").status_code == 405


def test_a_search_is_counted_like_any_other(client: Client, publish: Publish, indexer: Indexer) -> None:
    publish("春耕")
    indexer.rebuild()
    tally().flush()
    QueryCount.objects.all().delete()
    text_of(client, q="春耕", home="portal")
    tally().flush()
    assert list(QueryCount.objects.values_list("site", "searches")) == [("portal", 1)]
