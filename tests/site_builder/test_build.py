"""Tiny sites from records to files."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cms.records import ArticleRecord, HomeRecord, Link
from site_builder.plan import Group
from site_builder.store import Store
from site_builder.workers import WORTH_FORKING
from tests.site_builder.cluster import Cluster, article, channel, picture, small, tree


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    return small(tmp_path)


def test_a_site_has_its_pages_lists_feeds_and_data(cluster: Cluster) -> None:
    report = cluster.build()
    assert report.ok
    names = set(cluster.files("portal"))
    assert {
        "index.html", "index.json", "404.html", "site_map.html", "search.html", "robots.txt", "rss.xml", "sitemap.xml",
        "_search/index.json", "_search/202601.json",
        "sitemap/channels.xml", "sitemap/202601.xml", "news/index.html", "news/notices/index.html",
        "news/notices/rss.xml", "_fragments/2.html", "news/notices/202601/t20260102_101.html",
        "news/notices/202601/t20260102_101.json", "_manifest/root.json", "_manifest/root.sig",
    } <= names
    everything = [*names, *cluster.files("gaoping")]
    assert report.files == len([name for name in everything if not name.startswith("_manifest/")])


def test_a_page_carries_the_mandatory_tags(cluster: Cluster) -> None:
    cluster.build()
    page = cluster.text("portal", "/news/notices/202601/t20260102_101.html")
    for name, value in {
        "SiteName": "portal网", "SiteDomain": "portal.localhost", "SiteIDCode": "1405000000", "ColumnName": "栏目2",
        "ColumnDescription": "发布动态", "ColumnKeywords": "动态", "ColumnType": "政务动态", "ArticleTitle": "第101号消息",
        "PubDate": "2026-01-02 08:30", "ContentSource": "市政府办公室",
    }.items():
        assert page.count(f'<meta name="{name}" content="{value}">') == 1


def test_a_second_build_opens_nothing_for_writing(cluster: Cluster) -> None:
    cluster.build()
    before = {path: path.stat().st_mtime_ns for path in (cluster.root / "mirrors").rglob("*")}
    report = cluster.build()
    assert (report.rendered, report.written, report.deleted) == (0, 0, 0)
    assert {path: path.stat().st_mtime_ns for path in (cluster.root / "mirrors").rglob("*")} == before


def test_a_new_body_touches_the_page_and_nothing_that_shows_only_its_title(cluster: Cluster) -> None:
    cluster.build()
    cluster.change(cluster.get("content:101"), body="<p>改过的正文</p>")
    report = cluster.build()
    written = {operation.path for operation in report.plans["portal"] if operation.group < Group.MANIFEST}
    assert written == {"/news/notices/202601/t20260102_101.html", "/news/notices/202601/t20260102_101.json"}
    assert report.plans["gaoping"] == []


def test_a_new_title_touches_everything_that_shows_it(cluster: Cluster) -> None:
    cluster.build()
    cluster.change(cluster.get("content:101"), title="新的标题")
    report = cluster.build()
    written = {operation.path for operation in report.plans["portal"] if operation.group < Group.MANIFEST}
    assert written == {
        "/news/notices/202601/t20260102_101.html", "/news/notices/202601/t20260102_101.json",
        "/news/notices/202601/t20260101_100.html", "/news/notices/202601/t20260103_102.html",  # its neighbours
        "/news/notices/index.html", "/news/notices/index.json", "/news/index.html", "/news/index.json",
        "/news/notices/rss.xml", "/news/rss.xml", "/rss.xml", "/_fragments/1.html", "/_fragments/2.html", "/index.html",
        "/_search/202601.json",
    }
    reasons = {operation.path: operation.reason for operation in report.plans["portal"]}
    assert "neighbours:100" in reasons["/news/notices/202601/t20260101_100.html"]


def test_a_withdrawn_page_is_gone_from_page_lists_feeds_and_sitemap(cluster: Cluster) -> None:
    cluster.build()
    cluster.remove(cluster.get("content:101"))
    cluster.build()
    assert not [name for name, data in cluster.files("portal").items() if b"_101." in data or "_101." in name]


def test_a_full_build_over_an_equal_mirror_writes_nothing(cluster: Cluster) -> None:
    cluster.build()
    report = cluster.build(full=True)
    assert report.rendered == report.files
    assert (report.written, report.deleted) == (0, 0)


def test_old_list_pages_never_change(tmp_path: Path) -> None:
    cluster = small(tmp_path, articles=65)
    cluster.build()
    first = cluster.text("portal", "/news/notices/index_1.html")
    place = cluster.get("channel:2")
    for number in range(30):
        cluster.put(article(500 + number, place, published=f"2026-03-{number % 28 + 1:02d}T09:00+08:00"))
        report = cluster.build()
        touched = {operation.path for operation in report.plans["portal"]}
        assert "/news/notices/index_1.html" not in touched
    assert cluster.text("portal", "/news/notices/index_1.html") == first
    assert cluster.text("portal", "/news/notices/index_3.html")


def test_one_broken_page_keeps_its_site_as_it_was_and_lets_the_others_go_on(cluster: Cluster) -> None:
    cluster.build()
    before = cluster.files("portal")
    cluster.change(cluster.get("content:101"), source="")
    cluster.change(cluster.get("content:100"), title="另一处改动")
    cluster.change(cluster.get("content:901"), title="高平的新消息")
    report = cluster.build()
    assert not report.ok
    assert [(failure.output.path, failure.output.subject) for failure in report.failures] == [
        ("/news/notices/202601/t20260102_101.html", "101")
    ]
    assert "ContentSource" in report.failures[0].cause
    assert cluster.files("portal") == before
    assert "高平的新消息" in cluster.text("gaoping", "/index.html")
    cluster.change(cluster.get("content:101"), source="市政府")
    assert cluster.build().ok
    assert "另一处改动" in cluster.text("portal", "/index.html")


def test_a_channel_without_description_fails_its_pages_by_name(cluster: Cluster) -> None:
    cluster.change(cluster.get("channel:2"), description="")
    report = cluster.build()
    assert {failure.cause for failure in report.failures} == {"缺少必需的网页标签或标签为空：ColumnDescription"}
    assert not (cluster.root / "mirrors" / "portal").exists()


def test_a_broken_template_is_named(cluster: Cluster) -> None:
    cluster.build()
    before = cluster.files("portal")
    broken = '{% extends "layouts/page.html" %}{% block main %}\n{{ nothing.here }}{% endblock %}'
    (cluster.themes / "shared/pages/article.html").write_text(broken)
    report = cluster.build()
    assert report.failures
    assert "nothing" in report.failures[0].cause
    assert "pages/article.html 第 2 行" in report.failures[0].cause
    assert cluster.files("portal") == before


def test_a_changed_stylesheet_reaches_every_page(cluster: Cluster) -> None:
    cluster.build()
    (cluster.themes / "shared/tokens/roles.css").write_text(":root { --c-ink: #111; }")
    cluster.build()
    for where in ("/index.html", "/news/notices/202601/t20260102_101.html"):
        for address in re.findall(r'href="(/_assets/[^"]+\.css)"', cluster.text("portal", where)):
            assert (cluster.root / "mirrors/portal" / address.lstrip("/")).is_file()


def test_two_pages_with_one_address_are_an_error_that_names_both(cluster: Cluster) -> None:
    cluster.put(channel(7, "portal", "news/notices", parent=1))
    report = cluster.build()
    assert "地址相同" in report.site_errors["portal"]
    assert not (cluster.root / "mirrors" / "portal").exists()
    assert (cluster.root / "mirrors" / "gaoping").exists()


def test_a_link_follows_a_page_that_moves_and_becomes_words_when_it_is_gone(cluster: Cluster) -> None:
    place = cluster.get("channel:2")
    cluster.put(article(300, place, body='<p>见<a href="ref:901">高平消息</a>。</p>', links=(901,)))
    cluster.build()
    address = 'href="http://gaoping.localhost/news/202601/t20260102_901.html"'
    assert address in cluster.text("portal", "/news/notices/202601/t20260102_300.html")
    target = cluster.get("content:901")
    cluster.change(target, url="/news/202602/t20260202_901.html")
    cluster.build()
    assert "t20260202_901.html" in cluster.text("portal", "/news/notices/202601/t20260102_300.html")
    cluster.remove(cluster.get("content:901"))
    cluster.build()
    assert "<p>见高平消息。</p>" in cluster.text("portal", "/news/notices/202601/t20260102_300.html")


def test_only_pictures_that_live_pages_use_are_on_the_mirror(cluster: Cluster) -> None:
    cluster.put(picture("unused")[1])
    cluster.build()
    assert [name for name in cluster.files("gaoping") if name.startswith("_img/")] == ["_img/mountain-320.webp"]
    cluster.change(cluster.get("content:901"), lead=None, media=())
    cluster.build()
    assert not [name for name in cluster.files("gaoping") if name.startswith("_img/")]


def test_a_picture_that_cannot_be_read_fails_its_site_with_its_name(cluster: Cluster) -> None:
    (cluster.root / "media/mountain.webp").unlink()
    report = cluster.build()
    assert "mountain.webp" in report.failures[0].cause


def test_what_is_below_an_unpublished_channel_is_not_published(cluster: Cluster) -> None:
    cluster.build()
    cluster.remove(cluster.get("channel:1"))
    cluster.build()
    assert not [name for name in cluster.files("portal") if name.startswith("news/")]


def test_a_notice_link_by_reference_follows_its_channel(cluster: Cluster) -> None:
    cluster.change(cluster.get("site:portal"), notices=(Link(title="公告", url="ref:2"), Link(title="没有", url="ref:4711")))
    cluster.build()
    assert '<a href="/news/notices/index.html">公告</a>' in cluster.text("portal", "/404.html").partition("<footer>")[2]
    assert "没有" not in cluster.text("portal", "/404.html")


def test_a_tampered_mirror_is_repaired_once_its_manifest_differs(cluster: Cluster) -> None:
    cluster.build()
    good = cluster.files("portal")
    mirror = cluster.root / "mirrors/portal"
    (mirror / "index.html").write_text("改过")
    (mirror / "evil.html").write_text("多出来的")
    (mirror / "_manifest/root.json").write_text("{}")
    cluster.build()
    assert cluster.files("portal") == good


def test_a_lost_store_costs_rendering_but_no_writing(cluster: Cluster) -> None:
    cluster.build()
    good = cluster.files("portal")
    for leftover in (cluster.root / "state").glob("builder.sqlite3*"):
        leftover.unlink()
    cluster.store.close()
    cluster.store = Store(cluster.root / "state/builder.sqlite3")
    with cluster.store.transaction():
        cluster.store.put(cluster.records.values())
        cluster.store.set_changes(cluster.number, cluster.by_site)
    report = cluster.build()
    assert report.written == 0
    assert cluster.files("portal") == good


def test_several_processes_make_the_same_files(tmp_path: Path) -> None:
    cluster = small(tmp_path, articles=WORTH_FORKING // 2)
    cluster.build(workers=2)
    assert tree(cluster.root / "mirrors") == cluster.built_anew()
    cluster.change(cluster.get("site:portal"), operator="办公厅")
    cluster.change(cluster.get("content:101"), title="改过")
    cluster.build(workers=2)
    assert tree(cluster.root / "mirrors") == cluster.built_anew()


def test_a_dry_run_shows_the_plan_and_leaves_everything_alone(cluster: Cluster) -> None:
    report = cluster.build(dry_run=True)
    assert report.written
    assert not (cluster.root / "mirrors/portal").exists()
    assert cluster.build().written


def test_a_plan_that_deletes_too_much_stops(tmp_path: Path) -> None:
    cluster = small(tmp_path, articles=120)
    cluster.build()
    before = cluster.files("portal")
    for record in cluster.of(ArticleRecord):
        cluster.remove(record)
    report = cluster.build(ceiling=0.3)
    assert "--allow-deletions" in report.site_errors["portal"]
    assert cluster.files("portal") == before
    assert cluster.build(ceiling=1.0).ok


def test_static_json_is_the_record(cluster: Cluster) -> None:
    cluster.build()
    data = json.loads(cluster.text("portal", "/news/notices/202601/t20260102_101.json"))
    assert (data["kind"], data["id"], data["title"], data["site"]) == ("article", 101, "第101号消息", "portal")
    listing = json.loads(cluster.text("portal", "/news/notices/index.json"))
    assert [card["id"] for card in listing["results"]] == [102, 101, 100]


def test_a_word_in_the_footer_renders_html_but_no_data(cluster: Cluster) -> None:
    cluster.build()
    cluster.change(cluster.get("site:portal"), operator="办公厅")
    report = cluster.build()
    touched = {operation.path for operation in report.plans["portal"] if operation.group < Group.MANIFEST}
    pages = {name for name in cluster.files("portal") if name.endswith(".html") and not name.startswith("_fragments/")}
    assert touched == {"/" + name for name in pages} | {"/index.json"}


def test_a_page_with_another_frame_keeps_its_main_part_without_being_rendered(cluster: Cluster) -> None:
    cluster.build()
    with closing(sqlite3.connect(cluster.store.path)) as store:
        store.execute("UPDATE body SET data = x'00'")
        store.commit()
    cluster.change(cluster.get("site:portal"), operator="办公厅")
    layout = cluster.themes / "shared/layouts/page.html"
    layout.write_text(layout.read_text().replace("<nav>", "<p>另一个头部</p><nav>"))
    assert cluster.build().ok
    page = cluster.text("portal", "/news/notices/202601/t20260102_101.html")
    assert "另一个头部" in page
    assert "办公厅" in page
    assert tree(cluster.root / "mirrors") == cluster.built_anew()


def test_what_somebody_wrote_into_a_page_does_not_get_into_its_new_frame(cluster: Cluster) -> None:
    cluster.build()
    page = cluster.root / "mirrors/portal/news/notices/202601/t20260102_101.html"
    page.write_text(page.read_text().replace("第101号消息", "别人写的话"))
    cluster.change(cluster.get("site:portal"), operator="办公厅")
    cluster.build()
    assert "别人写的话" not in page.read_text()
    assert tree(cluster.root / "mirrors") == cluster.built_anew()


def test_home_blocks_touch_the_home_page_alone(cluster: Cluster) -> None:
    cluster.build()
    cluster.put(HomeRecord(site="portal"))
    report = cluster.build()
    assert {o.path for o in report.plans["portal"] if o.group < Group.MANIFEST} == {"/index.html", "/index.json"}


def test_the_frame_marks_the_place_in_the_tree(cluster: Cluster) -> None:
    cluster.build()
    assert "<ol><li>栏目1</li><li>栏目2</li></ol>" in cluster.text("portal", "/news/notices/index.html")
