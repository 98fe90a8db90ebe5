"""The static index that the search page looks through when the search server does not answer."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cms.records import ArticleRecord, DocumentRecord
from cms.records.addresses import content_address
from site_builder.build import Report
from site_builder.plan import Group
from tests.site_builder.cluster import Cluster, article, small


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    found = small(tmp_path)
    found.build()
    yield found
    found.store.close()


def rows(cluster: Cluster, month: str) -> list[list[str]]:
    return list(json.loads(cluster.text("portal", f"/_search/{month}.json")))


def groups(report: Report) -> dict[str, Group]:
    return {operation.path: operation.group for operation in report.plans["portal"]}


def document(cluster: Cluster, validity: str) -> DocumentRecord:
    (cluster.themes / "shared/pages/document.html").write_text(
        '{% extends "layouts/page.html" %}{% block main %}<h1>{{ page.title }}</h1>{% endblock %}', encoding="utf-8"
    )
    place, published = cluster.get("channel:2"), "2026-03-05T08:30+08:00"
    return DocumentRecord(
        id=900, site="portal", channel=2, title="关于公文处理的通知", url=content_address(place.path, published, 900), published=published,
        updated=published, source="市政府办公室", index_number="000014349/2026-00012", number="晋市政办〔2026〕11号", publisher="市政府",
        publisher_key="gov", theme_code="0201", theme="政务公开", created="2026-03-01", validity=validity,
    )


def test_it_has_every_page_of_the_month_the_newest_first(cluster: Cluster) -> None:
    pages = [page for page in cluster.of(ArticleRecord) if page.site == "portal"]
    pages.sort(key=lambda page: str(page.published), reverse=True)
    assert rows(cluster, "202601") == [[page.title, page.url, page.published[:10]] for page in pages]
    assert json.loads(cluster.text("portal", "/_search/index.json")) == ["202601"]


@pytest.mark.parametrize(("validity", "said"), [("repealed", ["repealed"]), ("unmarked", [])])
def test_a_document_stands_there_with_its_numbers_and_what_it_is_worth(cluster: Cluster, validity: str, said: list[str]) -> None:
    page = document(cluster, validity)
    cluster.put(page)
    assert cluster.build().ok
    assert rows(cluster, "202603") == [[page.title, page.url, "2026-03-05", page.number, page.index_number, *said]]


def test_a_publication_rewrites_the_file_of_its_month_after_the_page_is_there(cluster: Cluster) -> None:
    cluster.put(article(500, cluster.get("channel:2"), "2026-02-02T08:30+08:00"))
    cluster.build()
    cluster.put(article(501, cluster.get("channel:2"), "2026-02-03T08:30+08:00"))
    done = groups(cluster.build())
    assert {path for path in done if path.startswith("/_search/")} == {"/_search/202602.json"}
    assert done["/_search/202602.json"] > done[cluster.get("content:501").url]


def test_what_is_withdrawn_leaves_it_before_its_page_goes_and_a_month_goes_with_its_last_page(cluster: Cluster) -> None:
    pages = [article(number, cluster.get("channel:2"), "2026-02-02T08:30+08:00") for number in (500, 501)]
    cluster.put(*pages)
    cluster.build()
    cluster.remove(pages[0])
    done = groups(cluster.build())
    assert done["/_search/202602.json"] < done[pages[0].url]
    assert [row[0] for row in rows(cluster, "202602")] == [pages[1].title]
    cluster.remove(pages[1])
    done = groups(cluster.build())
    assert done["/_search/index.json"] < done["/_search/202602.json"] == Group.DELETIONS
    assert json.loads(cluster.text("portal", "/_search/index.json")) == ["202601"]


def test_another_body_leaves_it_alone(cluster: Cluster) -> None:
    cluster.change(cluster.get("content:101"), body="<p>改过的正文</p>")
    assert not [path for path in groups(cluster.build()) if path.startswith("/_search/")]


def test_who_stays_in_memory_writes_the_same(cluster: Cluster) -> None:
    cluster.keep_up()
    cluster.put(article(500, cluster.get("channel:2"), "2026-02-02T08:30+08:00"))
    cluster.change(cluster.get("content:100"), title="另一个标题")
    cluster.keep_up()
    cluster.remove(cluster.get("content:102"))
    cluster.keep_up()
    assert [row[0] for row in rows(cluster, "202601")] == ["第101号消息", "另一个标题"]
    anew = {path: data for path, data in cluster.built_anew().items() if "/_search/" in path}
    assert {path: (cluster.root / "mirrors" / path).read_bytes() for path in anew} == anew
