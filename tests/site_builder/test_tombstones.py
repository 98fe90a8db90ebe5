"""What readers find where a page was."""

from pathlib import Path

import pytest

from site_builder.plan import Group
from site_builder.redirects import moved_location
from tests.site_builder.cluster import Cluster, article, channel, small, tombstone


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    found = small(tmp_path)
    assert found.build().ok
    return found


def location(cluster: Cluster, site: str, path: str) -> str | None:
    return moved_location(cluster.files(site)[f"_moved{path}"])


def tombstones(cluster: Cluster, site: str = "portal") -> set[str]:
    return {path for path in cluster.files(site) if path.startswith(("_gone", "_moved"))}


def test_a_withdrawn_page_leaves_the_word_that_it_is_gone(cluster: Cluster) -> None:
    page = cluster.get("content:101")
    cluster.remove(page)
    cluster.put(tombstone(1, page))
    assert cluster.build().ok
    files = cluster.files("portal")
    assert f"_gone{page.url}" in files
    assert page.url.lstrip("/") not in files
    assert page.url.lstrip("/").replace(".html", ".json") not in files
    text = files[f"_gone{page.url}"].decode()
    assert "<h1>页面已撤下</h1>" in text
    assert '<meta name="robots" content="noindex">' in text
    assert not [path for path, data in files.items() if not path.startswith(("_gone", "_manifest")) and page.url.encode() in data]
    assert cluster.built_anew() == {f"{site}/{path}": data for site in ("gaoping", "portal") for path, data in cluster.files(site).items()}


def test_a_notice_is_shown_with_its_title(cluster: Cluster) -> None:
    page = cluster.get("content:101")
    cluster.remove(page)
    cluster.put(tombstone(1, page, "notice", title="第101号消息", notice="因内容有误，已撤下。", since="2026-02-03"))
    cluster.build()
    text = cluster.text("portal", f"/_gone{page.url}")
    assert "<h1>第101号消息</h1>因内容有误，已撤下。" in text


def test_what_moved_is_followed_wherever_it_goes(cluster: Cluster) -> None:
    old = cluster.get("content:101")
    news, local = cluster.get("channel:1"), cluster.get("channel:3")
    cluster.put(article(101, news, published=old.published), tombstone(1, old, "moved", target=101))
    cluster.build()
    first = cluster.get("content:101")
    assert location(cluster, "portal", old.url) == first.url
    cluster.put(article(101, local, published=old.published), tombstone(2, first, "moved", target=101))
    cluster.build()
    now = "http://gaoping.localhost" + cluster.get("content:101").url
    assert location(cluster, "portal", old.url) == location(cluster, "portal", first.url) == now


def test_what_was_replaced_leads_to_the_other_page_or_address(cluster: Cluster) -> None:
    one, two = cluster.get("content:101"), cluster.get("content:102")
    cluster.remove(one, two)
    cluster.put(tombstone(1, one, "replaced", target=100), tombstone(2, two, "replaced", url="https://example.org/new"))
    cluster.build()
    assert location(cluster, "portal", one.url) == cluster.get("content:100").url
    assert location(cluster, "portal", two.url) == "https://example.org/new"


def test_when_the_replacement_is_gone_too_both_are_gone(cluster: Cluster) -> None:
    one, two = cluster.get("content:101"), cluster.get("content:102")
    cluster.remove(one)
    cluster.put(tombstone(1, one, "replaced", target=102))
    cluster.build()
    assert tombstones(cluster) == {f"_moved{one.url}"}
    cluster.remove(two)
    cluster.put(tombstone(2, two))
    report = cluster.build()
    assert tombstones(cluster) == {f"_gone{one.url}", f"_gone{two.url}"}
    groups = {operation.path: operation.group for operation in report.plans["portal"]}
    assert groups[f"/_gone{one.url}"] == Group.WITHDRAWALS
    assert groups[f"/_moved{one.url}"] == Group.DELETIONS


def test_lists_and_feeds_change_before_tombstones_and_these_before_deletions(cluster: Cluster) -> None:
    page = cluster.get("content:101")
    cluster.remove(page)
    cluster.put(tombstone(1, page))
    paths = [operation.path for operation in cluster.build().plans["portal"]]
    order = ["/news/notices/index.html", "/sitemap/202601.xml", f"/_gone{page.url}", page.url]
    assert [path for path in paths if path in order] == order


def test_there_is_no_tombstone_where_a_page_is(cluster: Cluster) -> None:
    page, place = cluster.get("content:101"), cluster.get("channel:2")
    cluster.put(tombstone(1, page), tombstone(2, place, "replaced", url="/"))
    cluster.build()
    assert tombstones(cluster) == set()
    cluster.remove(page)
    cluster.build()
    assert tombstones(cluster) == {f"_gone{page.url}"}
    cluster.put(page)
    cluster.build()
    assert tombstones(cluster) == set()


def test_a_channel_that_moved_leads_on_with_all_that_is_in_it(cluster: Cluster) -> None:
    old, pages = cluster.get("channel:2"), [cluster.get(f"content:{number}") for number in (100, 101, 102)]
    new = channel(2, "portal", "open", parent=None)
    cluster.put(new, tombstone(1, old, "moved", target=2))
    for number, page in enumerate(pages, start=2):
        cluster.put(article(page.id, new, published=page.published), tombstone(number, page, "moved", target=page.id))
    cluster.build()
    assert location(cluster, "portal", old.url) == "/open/index.html"
    assert [location(cluster, "portal", page.url) for page in pages] == [cluster.get(f"content:{page.id}").url for page in pages]


def test_the_page_of_what_is_gone_names_the_nearest_channel_that_is_left(cluster: Cluster) -> None:
    page, place = cluster.get("content:101"), cluster.get("channel:2")
    cluster.remove(*(cluster.get(f"content:{number}") for number in (100, 101, 102)), place)
    cluster.put(tombstone(1, page))
    assert cluster.build().ok
    assert "<ol><li>栏目1</li></ol>" in cluster.text("portal", f"/_gone{page.url}")


def test_tombstones_are_in_no_sitemap(cluster: Cluster) -> None:
    page = cluster.get("content:101")
    cluster.remove(page)
    cluster.put(tombstone(1, page))
    cluster.build()
    assert not [path for path, data in cluster.files("portal").items() if path.endswith(".xml") and b"_gone" in data]
