"""The addresses of search: answers, faults, and who may ask."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cms.cluster.models import SiteProfile
from cms.publishing.models import PublishedAddress
from cms.search_words.models import SearchWords
from search import answering_view, asking
from search.current import current
from search.engines.base import EngineError
from search.engines.memory import MemoryEngine
from search.indexing import Indexer
from search.models import ClickCount, QueryCount
from search.statistics import tally
from tests.search.conftest import Publish

Ask = Callable[..., Any]


def test_an_answer_has_what_the_design_promises(ask: Ask, publish: Publish, indexer: Indexer, portal: SiteProfile) -> None:
    page = publish("春耕<备耕>", body="及时播种")
    publish("秋收")
    indexer.rebuild()
    found = ask("search/", q="春耕")
    assert found.keys() == {"count", "next", "previous", "results", "facets", "did_you_mean", "best_bets", "estimated"}
    assert found["count"] == 1
    result = found["results"][0]
    assert (result["id"], result["site"], result["kind"], result["title"]) == (page.pk, "portal", "article", "春耕<备耕>")
    assert result["url"].startswith("http://portal.localhost:8000/")
    assert result["date"] == f"{timezone.localtime(page.published_at):%Y-%m-%d}"
    assert "&lt;" in result["title_html"] and "<备" not in result["title_html"]
    assert found["facets"]["site"] == [{"value": "portal", "label": "晋城市", "count": 1}]


def test_pinyin_may_have_blanks_between_its_syllables(ask: Ask, publish: Publish, indexer: Indexer) -> None:
    publish("春耕备耕安排")
    publish("秋收")
    indexer.rebuild()
    for typed in ("chun geng bei geng", "chungeng beigeng", "Chun'geng"):
        assert [result["title"] for result in ask("search/", q=typed)["results"]] == ["春耕备耕安排"]
        assert [each["text"] for each in ask("suggest/", q=typed)["results"]] == ["春耕备耕安排"]


def test_pages_are_turned_by_addresses(ask: Ask, publish: Publish, indexer: Indexer, client: Client) -> None:
    for number in range(5):
        publish(f"春耕 {number}")
    indexer.rebuild()
    first = ask("search/", q="春耕", page_size=2)
    assert (len(first["results"]), first["previous"]) == (2, None)
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert (len(second["results"]), len(third["results"]), third["next"]) == (2, 1, None)


@pytest.mark.parametrize(("parameters", "words"), [
    ({"q": "长" * 201}, "参数 q"), ({"page": 0}, "参数 page"), ({"page": 101}, "最多翻到第 1000 条"), ({"page_size": 51}, "参数 page_size"),
    ({"from": "2026-13-40"}, "参数 from"), ({"from": "2026-02-01", "to": "2026-01-01"}, "起始日期不能晚于"),
    ({"site": "../x"}, "参数 site"), ({"channel": "abc"}, "参数 channel"), ({"year": "今年"}, "参数 year"), ({"sort": "best"}, "参数 sort"),
    ({"what": "1"}, "没有这个参数"), ({"site": ["x"] * 51}, "参数 site"), ({"home": "a b"}, "参数 home"),
])
def test_a_bad_parameter_is_named(ask: Ask, publish: Publish, indexer: Indexer, parameters: dict[str, Any], words: str) -> None:
    indexer.rebuild()
    assert words in ask("search/", 400, **parameters)["detail"]


@pytest.mark.parametrize("text", [
    "title:春耕 AND (", "*", "春耕~2", "\"", "“春耕", "(((((((((((((((((((((", "-", "\u202e春耕", "a\u0007b", "a\0b",
    "/.*/", "{\"match_all\": {}}",
    "'; DROP TABLE x; --", "<script>", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "𠮷" * 200, "%", "&&", "春耕\n\r\t秋收",
])
def test_hostile_words_are_harmless(ask: Ask, publish: Publish, indexer: Indexer, text: str) -> None:
    publish()
    indexer.rebuild()
    assert ask("search/", q=text)["count"] in (0, 1)
    ask("suggest/", q=text[:50])


def test_empty_fields_of_a_form_are_as_if_they_were_not_there(ask: Ask, publish: Publish, indexer: Indexer) -> None:
    publish()
    indexer.rebuild()
    assert ask("search/", q="春耕", phrase="", site="", from_="", year=" ")["count"] == 1


def test_what_is_not_published_any_more_is_in_no_answer_whatever_the_index_says(
    ask: Ask, publish: Publish, indexer: Indexer
) -> None:
    page, other = publish("春耕一"), publish("春耕二")
    SearchWords.objects.create(site="", best_bets=f"春耕 = http://portal.localhost/x/202601/t20260101_{page.pk}.html")
    indexer.rebuild()
    assert len(ask("search/", q="春耕")["results"]) == 2
    page.unpublish()
    found = ask("search/", q="春耕")
    assert [each["id"] for each in found["results"]] == [other.pk] and found["best_bets"] == []
    assert [each["text"] for each in ask("suggest/", q="春")["results"]] == ["春耕二"]
    related = ask("related/", id=other.pk)
    assert (related["title"], related["results"]) == ("春耕二", [])
    assert ask("related/", id=page.pk) == {"title": "", "url": "", "results": []}


def test_without_an_index_it_says_so(ask: Ask, db: None) -> None:
    assert ask("search/", 503, q="春耕")["detail"] == "检索暂时不能使用，请稍后再试。"
    assert ask("suggest/", 503, q="春")["detail"]
    assert ask("related/", 503, id=1)["detail"]


def test_words_are_in_force_at_once(ask: Ask, publish: Publish, indexer: Indexer, gaoping: SiteProfile) -> None:
    page = publish("社会保险办理", body="办理须知")
    indexer.rebuild()
    assert ask("search/", q="玄武岩")["count"] == 0
    words = SearchWords.objects.create(site="", synonyms="社会保险，玄武岩", hot="社保")
    current._next_look = 0.0  # half a second later
    assert [each["id"] for each in ask("search/", q="玄武岩")["results"]] == [page.pk]
    assert ask("suggest/", home="portal")["hot"] == ["社保"]
    words.delete()
    SearchWords.objects.create(site="gaoping", synonyms="社会保险 玄武岩", hot="炎帝陵")
    current._next_look = 0.0
    assert ask("search/", q="玄武岩")["count"] == 0
    assert ask("search/", q="玄武岩", home="gaoping")["count"] == 1
    assert ask("suggest/", home="gaoping")["hot"] == ["炎帝陵"]


def test_a_search_asks_the_database_only_whether_what_it_found_is_published(
    ask: Ask, publish: Publish, indexer: Indexer, django_assert_num_queries: Any, client: Client
) -> None:
    for number in range(10):
        publish(f"春耕 {number}")
    indexer.rebuild()
    ask("search/", q="春耕")
    current._next_look = float("inf")
    with django_assert_num_queries(1) as queries:
        ask("search/", q="春耕")
    assert PublishedAddress._meta.db_table in queries.captured_queries[0]["sql"]


def test_the_clusters_own_pages_may_ask_and_no_others(client: Client, publish: Publish, indexer: Indexer) -> None:
    indexer.rebuild()
    own = "http://portal.localhost:8000"
    answer = client.get("/api/v1/search/", {"q": "春耕"}, headers={"Origin": own})
    assert answer.headers["Access-Control-Allow-Origin"] == own
    assert "Origin" in answer.headers["Vary"]
    before = client.options("/api/v1/search/click/", headers={"Origin": own})
    assert (before.status_code, before.headers["Access-Control-Allow-Origin"]) == (204, own)
    for stranger in ("http://evil.example", "null", "http://portal.localhost:8000.evil.example"):
        answer = client.get("/api/v1/search/", {"q": "春耕"}, headers={"Origin": stranger})
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_answer_that_is_known_is_not_sent_again(client: Client, publish: Publish, indexer: Indexer) -> None:
    publish()
    indexer.rebuild()
    first = client.get("/api/v1/search/", {"q": "春耕"})
    assert first.headers["Cache-Control"] == f"public, max-age={answering_view.MAX_AGE}"
    tag = first.headers["ETag"]
    assert client.get("/api/v1/search/", {"q": "春耕"}, headers={"If-None-Match": tag}).status_code == 304
    publish("春耕二")
    indexer.rebuild()
    assert client.get("/api/v1/search/", {"q": "春耕"}, headers={"If-None-Match": f"W/{tag}"}).status_code == 200


def test_who_asks_too_often_is_told_to_wait(client: Client, publish: Publish, indexer: Indexer, settings: Any) -> None:
    indexer.rebuild()
    settings.SEARCH_RATE = 2
    ask = lambda address: client.get("/api/v1/search/", {"q": "春"}, headers={"X-Forwarded-For": address})  # noqa: E731
    assert [ask("192.0.2.1").status_code for _ in range(3)] == [200, 200, 429]
    late = ask("192.0.2.1")
    assert "过于频繁" in late.json()["detail"] and int(late.headers["Retry-After"]) >= 1
    assert ask("192.0.2.2").status_code == 200
    cache.clear()


def test_clicks_and_searches_are_counted_without_who(client: Client, ask: Ask, publish: Publish, indexer: Indexer) -> None:
    page = publish()
    indexer.rebuild()
    tally().flush()
    QueryCount.objects.all().delete()
    for query in ("春耕", " 春耕", "没有的词", "13800138000", "张三 140502199001011234"):
        ask("search/", q=query, home="portal")
    ask("search/", q="春耕", home="portal", page=2)
    beacon = {"q": "春耕", "id": str(page.pk), "home": "portal"}
    assert client.post("/api/v1/search/click/", beacon).status_code == 415  # of several parts: no script of ours sends that
    body = f"q=春耕&id={page.pk}&home=portal"
    for kind in ("application/x-www-form-urlencoded", "text/plain;charset=UTF-8"):
        assert client.post("/api/v1/search/click/", body, content_type=kind).status_code == 204
    assert client.post("/api/v1/search/click/", beacon, content_type="application/json").status_code == 204
    assert not QueryCount.objects.exists()
    tally().flush()
    rows = QueryCount.objects.values_list("site", "text", "searches", "without_results", "clicks")
    assert sorted(rows) == [("portal", "春耕", 2, 0, 3), ("portal", "没有的词", 1, 1, 0)]
    assert list(ClickCount.objects.values_list("site", "page", "clicks")) == [("portal", page.pk, 3)]


@pytest.mark.parametrize(("body", "kind"), [
    ("[" * 100_000, "application/json"), ('{"a":' * 100_000, "application/json"), ('{"id": NaN}', "application/json"),
    ("[1, 2]", "application/json"), ("{", "application/json"), ("\"x\"", "application/json"), ("q=x", "application/x-www-form-urlencoded"),
    ("id=99999999999999999999", "application/x-www-form-urlencoded"), ("id=1&id=a", "text/plain"), ("id=1&x=2", "text/plain"),
    ('{"id": {"a": 1}}', "application/json"), ('{"id": null}', "application/json"), ('{"id": 1, "q": ["a"]}', "application/json"),
])
def test_a_bad_click_is_refused(client: Client, db: None, body: str, kind: str) -> None:
    answer = client.post("/api/v1/search/click/", body, content_type=kind)
    assert answer.status_code == 400 and not answer.json()["detail"].isascii()
    assert "error" not in answer.json()["detail"]


class Broken(MemoryEngine):
    def ask(self, question: Any) -> Any:
        raise EngineError("连接超时")


def test_an_engine_that_is_down_is_told_in_words(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "engine", Broken)
    answer = client.get("/api/v1/search/", {"q": "春耕"})
    assert (answer.status_code, answer.json()["detail"]) == (503, "检索暂时不能使用，请稍后再试。")
    assert answer.headers["Retry-After"] == "5"
