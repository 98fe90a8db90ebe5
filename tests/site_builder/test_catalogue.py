"""The disclosure catalogue on the mirrors: what is filed where, its pages, and what other pages say of a document."""

import json
from pathlib import Path

import pytest

from cms.api.disclosure import MOST_ROWS
from cms.records import ArticleRecord, Attachment, ChannelRecord, DocumentRecord, Filing, Relation, SiteRecord
from site_builder.catalogue import Filed, names_of, places_of, slug
from site_builder.catalogue_pages import MOST_AS_A_FILE, files_of
from site_builder.document_pages import filed_under
from tests.site_builder.cluster import Cluster, article, channel, document, small

ALL = "/catalogue/all/"


def relation(kind: str, target: int) -> Relation:
    return Relation(type=kind, label=kind, target=target)


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    found = small(tmp_path)
    found.put(channel(5, "portal", "open", type="信息公开目录"))
    return found


def open_channel(cluster: Cluster) -> ChannelRecord:
    found = cluster.get("channel:5")
    assert isinstance(found, ChannelRecord)
    return found


def filing(**changes: object) -> Filing:
    given = {
        "year": "2026", "theme_code": "0201", "theme": "综合政务\\政务公开", "publisher_key": "city", "publisher": "市政府",
        "created": "2026-01-02",
    }
    return Filing(**{**given, **changes})  # type: ignore[arg-type]


def test_a_document_is_filed_under_class_and_part_of_its_theme_and_of_its_audience() -> None:
    places = {filed.place: filed for filed in places_of(filing(audiences=("面向公民/公用事业", "面向公民/教育科研")))}
    assert places["theme-02"] == Filed("theme-02", "综合政务")
    assert places["theme-0201"] == Filed("theme-0201", "综合政务·政务公开", "theme-02")
    group = f"audience-{slug('面向公民')}"
    assert places[group].label == "面向公民"
    assert [filed.label for filed in places.values() if filed.within == group] == ["面向公民·公用事业", "面向公民·教育科研"]


def test_a_class_without_parts_is_one_place() -> None:
    assert [filed for filed in places_of(filing(theme_code="22", theme="其他")) if filed.place.startswith("theme")] == [
        Filed("theme-22", "其他")
    ]


def test_a_joint_issue_is_filed_under_each_that_issued_it() -> None:
    places = {filed.place: filed.label for filed in places_of(filing(joint=(("city", "市政府"), ("edu", "市教育局"))))}
    assert {place: label for place, label in places.items() if place.startswith("organisation")} == {
        "organisation-city": "市政府", "organisation-edu": "市教育局",
    }


def test_a_joint_issue_is_found_at_each_that_issued_it(cluster: Cluster) -> None:
    joint = {"joint_keys": ("edu",), "joint_publishers": ("市教育局",)}
    cluster.put(document(300, open_channel(cluster), **joint), document(301, open_channel(cluster)))
    cluster.build()
    of_others = cluster.text("portal", "/catalogue/organisation-edu.html")
    assert "第300号文件" in of_others and "第301号文件" not in of_others and "市教育局" in of_others
    assert "第300号文件" in cluster.text("portal", "/catalogue/organisation-city.html")
    policies = json.loads(cluster.text("portal", "/catalogue/library-2026.json"))["results"]
    assert [policy["publishers"] for policy in policies] == [["city"], ["city", "edu"]]
    page = cluster.get("content:300")
    assert isinstance(page, DocumentRecord)
    assert [link.title for link in filed_under(page).organisation] == ["市政府", "市教育局"]


def test_addresses_have_nothing_that_a_list_page_could_be_taken_for() -> None:
    assert slug("gaoping-office") == "gaoping-office"
    assert slug("water_works") != "water_works" and "_" not in slug("water_works")
    assert slug("公共服务") == slug("公共服务") != slug("行政许可")


def test_only_what_has_a_number_is_in_the_library() -> None:
    assert "library" not in {filed.place for filed in places_of(filing())}
    assert {"library", "library-2026"} <= {filed.place for filed in places_of(filing(in_library=True))}


def test_an_alias_is_filed_on_its_own_site_alone() -> None:
    assert {name.partition("/")[0] for name in names_of(filing(), "gaoping")} == {"gaoping", ""}
    assert {name.partition("/")[0] for name in names_of(filing(is_alias=True), "gaoping")} == {"gaoping"}


def test_a_site_without_documents_has_no_catalogue(cluster: Cluster) -> None:
    cluster.build()
    assert [path for key in ("portal", "gaoping") for path in cluster.files(key) if "catalogue" in path] == []
    assert "catalogue" not in cluster.text("portal", "/open/index.html")


def test_values_that_have_documents_have_pages_and_no_others(cluster: Cluster) -> None:
    cluster.put(document(300, open_channel(cluster), category="公共服务", number=""))
    cluster.build()
    pages = {path for path in cluster.files("portal") if path.startswith("catalogue/") and path.endswith(".html")}
    own = {
        "index", "documents", "theme-02", "theme-0201", "genre-05", "organisation-city", "year-2026", f"category-{slug('公共服务')}",
    }
    assert pages == {f"catalogue/{name}.html" for name in own} | {f"catalogue/all/{name}.html" for name in own}
    assert not [path for path in cluster.files("gaoping") if path.startswith("catalogue/")]
    entry = json.loads(cluster.text("portal", "/catalogue/index.json"))
    assert entry["catalogue"]["facets"]["theme"] == [
        {"place": "theme-02", "label": "综合政务", "count": 1, "parts": [
            {"place": "theme-0201", "label": "综合政务·政务公开", "count": 1},
        ]},
    ]


def test_pages_are_in_the_frame_of_the_disclosure_channel_and_lead_there_and_back(cluster: Cluster) -> None:
    cluster.put(document(300, open_channel(cluster)))
    cluster.build()
    page = cluster.text("portal", "/catalogue/theme-0201.html")
    assert '<meta name="ColumnType" content="信息公开目录">' in page and "<li>栏目5</li>" in page
    assert 'href="/catalogue/theme-02.html"' in page and 'href="/catalogue/index.html"' in page
    assert 'href="/catalogue/library.html"' in cluster.text("portal", "/open/index.html")
    assert "http://portal.localhost/catalogue/theme-0201.html</loc>" in cluster.text("portal", "/sitemap/catalogue.xml")
    assert "/sitemap/catalogue-all.xml</loc>" in cluster.text("portal", "/sitemap.xml")


def test_a_site_without_a_channel_for_it_has_the_tags_all_the_same(tmp_path: Path) -> None:
    cluster = small(tmp_path)
    cluster.put(document(300, cluster.get("channel:3")))
    cluster.build()
    page = cluster.text("gaoping", "/catalogue/index.html")
    assert page.count('<meta name="ColumnName" content="政府信息公开目录">') == 1


def test_the_cluster_has_the_documents_of_all_sites_with_their_addresses(cluster: Cluster) -> None:
    cluster.put(document(300, open_channel(cluster)), document(301, cluster.get("channel:3")))
    cluster.put(document(302, cluster.get("channel:3"), canonical="http://portal.localhost/open/202601/t20260102_300.html"))
    cluster.build()
    listed = cluster.text("portal", ALL + "documents.html")
    assert 'href="/open/202601/t20260102_300.html"' in listed
    assert 'href="http://gaoping.localhost/news/202601/t20260102_301.html"' in listed
    assert "共 2 件" in listed and "第302号文件" not in listed
    assert "共 2 件" in cluster.text("gaoping", "/catalogue/documents.html")


def test_a_catalogue_can_be_had_as_files_unless_it_is_too_long_for_one(cluster: Cluster) -> None:
    site = cluster.get("site:portal")
    assert isinstance(site, SiteRecord)
    address = "http://desk.localhost/api/v1/disclosure/?"
    assert [file.url for file in files_of(site, "portal", 7)] == [f"{address}site=portal&format={name}" for name in ("xlsx", "csv", "json")]
    assert [file.url for file in files_of(site, "", MOST_AS_A_FILE)] == [f"{address}format={name}" for name in ("xlsx", "csv", "json")]
    assert files_of(site, "", MOST_AS_A_FILE + 1) == []


def test_no_more_is_offered_as_a_file_than_the_public_host_gives() -> None:
    assert MOST_AS_A_FILE == MOST_ROWS


def test_lists_are_numbered_from_the_oldest_and_full_pages_stay(cluster: Cluster) -> None:
    cluster.put(*[document(300 + n, open_channel(cluster), published=f"2026-01-{n % 28 + 1:02d}T09:00+08:00") for n in range(41)])
    cluster.build()
    first = cluster.text("portal", "/catalogue/theme-02_1.html")
    assert first.count("号文件</a>") == 20 and "第300号文件" in first
    cluster.put(document(400, open_channel(cluster), published="2026-03-01T09:00+08:00"))
    report = cluster.build()
    written = {operation.path for operation in report.plans["portal"] if operation.path.startswith("/catalogue/")}
    assert "/catalogue/theme-02.html" in written and "/catalogue/index.html" in written
    assert "/catalogue/theme-02_1.html" not in written and len(written) < 45
    assert "第400号文件" in cluster.text("portal", ALL + "theme-02.html")


@pytest.mark.parametrize("where", ["portal", "gaoping"])
def test_every_file_that_a_publication_writes_shows_the_document_or_counts_it(cluster: Cluster, where: str) -> None:
    places = {"portal": open_channel(cluster), "gaoping": channel(6, "gaoping", "open", type="信息公开目录")}
    cluster.put(places["gaoping"])
    for number in range(60):
        more = {"theme_code": "0203", "theme": "综合政务\\应急管理"} if number % 3 else {"genre_code": "07", "genre": "意见"}
        day = f"{2025 + number // 2 % 2}-11-{number % 28 + 1:02d}T09:00+08:00"
        cluster.put(document(300 + number, list(places.values())[number % 2], day, audiences=("面向公民/教育科研",), **more))
    cluster.build()
    title = "供热的新办法"
    new = document(400, places[where], "2026-11-29T09:00+08:00", title=title, audiences=("面向公民/教育科研",))
    cluster.put(new)
    report = cluster.build()
    written = [(key, each.path) for key, plan in report.plans.items() for each in plan if not each.path.startswith("/_manifest/")]
    texts = {(key, path): cluster.text(key, path) for key, path in written}
    counting = {place for place, text in texts.items() if title not in text and new.url not in text}
    assert counting == {(where, "/catalogue/index.json"), ("portal", "/catalogue/all/index.json")}
    assert report.rendered <= len(written)


def test_an_edit_of_the_text_touches_no_list(cluster: Cluster) -> None:
    cluster.put(document(300, open_channel(cluster)))
    cluster.build()
    cluster.change(cluster.get("content:300"), body="<p>改过</p>")
    report = cluster.build()
    assert not [operation.path for operation in report.plans["portal"] if operation.path.startswith("/catalogue/")]


def test_the_validity_stands_in_lists_and_in_the_library(cluster: Cluster) -> None:
    cluster.put(document(300, open_channel(cluster)))
    cluster.build()
    cluster.change(cluster.get("content:300"), validity="repealed", repealed="2026-03-01")
    cluster.build()
    assert "repealed" in cluster.text("portal", "/catalogue/theme-02.html")
    [policy] = json.loads(cluster.text("portal", "/catalogue/library-2026.json"))["results"]
    assert policy["validity"] == "repealed" and policy["number"] == "晋市政发〔2026〕300号" and policy["publishers"] == ["city"]


def test_a_publication_rewrites_one_year_of_the_library(cluster: Cluster) -> None:
    cluster.put(document(300, open_channel(cluster), published="2025-05-05T09:00+08:00"), document(301, open_channel(cluster)))
    cluster.build()
    cluster.put(document(302, open_channel(cluster)))
    report = cluster.build()
    written = {operation.path for operation in report.plans["portal"]}
    assert "/catalogue/library-2026.json" in written and "/catalogue/library-2025.json" not in written
    assert "2026,2025" in cluster.text("portal", "/catalogue/library.html")


def test_the_last_document_takes_its_lists_along(cluster: Cluster) -> None:
    cluster.put(document(300, open_channel(cluster)))
    cluster.build()
    cluster.remove(cluster.get("content:300"))
    report = cluster.build()
    assert report.ok
    assert not [path for path in cluster.files("portal") if "catalogue" in path]


@pytest.mark.parametrize("followed", [False, True], ids=["by a build", "by who stays"])
def test_ties_are_told_from_both_ends_and_across_sites(cluster: Cluster, followed: bool) -> None:
    def publish() -> None:
        reports = cluster.keep_up() if followed else [cluster.build()]
        assert all(report.ok for report in reports)

    reading = article(500, cluster.get("channel:3"), title="解读材料")
    old = document(300, open_channel(cluster), title="旧办法", created="2025-01-02")
    cluster.put(reading, old)
    publish()
    relations = relation("replaces", 300), relation("interprets", 500)
    cluster.put(document(301, open_channel(cluster), title="新办法", created="2026-02-03", relations=relations))
    publish()
    place = "202601/t20260102_"
    assert f'href="http://portal.localhost/open/{place}301.html">解读的文件：新办法' in cluster.text("gaoping", f"/news/{place}500.html")
    assert f'href="http://gaoping.localhost/news/{place}500.html">解读：解读材料' in cluster.text("portal", f"/open/{place}301.html")
    assert "2026-02-03 被替代" in cluster.text("portal", f"/open/{place}300.html")
    assert "2026-02-03 替代" in cluster.text("portal", f"/open/{place}301.html")
    cluster.change(cluster.get("content:301"), title="更新的办法", validity="repealed")
    publish()
    assert "更新的办法</a> repealed" in cluster.text("gaoping", f"/news/{place}500.html")
    cluster.change(cluster.get("content:301"), relations=())
    publish()
    assert "办法" not in cluster.text("gaoping", f"/news/{place}500.html")
    assert "被替代" not in cluster.text("portal", f"/open/{place}300.html")


def test_what_both_say_is_shown_once(cluster: Cluster) -> None:
    cluster.put(
        document(300, open_channel(cluster), title="旧办法", relations=(relation("related", 301),)),
        document(301, open_channel(cluster), title="废止决定", relations=(relation("repeals", 300),)),
    )
    cluster.build()
    text = cluster.text("portal", "/open/202601/t20260102_300.html")
    assert text.count("废止决定") == 1 and "被废止" in text


def test_articles_without_ties_have_no_key_for_them(cluster: Cluster) -> None:
    cluster.build()
    made = cluster.store.outputs("portal")["/news/notices/202601/t20260101_100.html"]
    assert not [key for key in set(made.keys()) if key.startswith("relations")]


def test_the_original_is_the_first_pdf_whose_title_says_so() -> None:
    def file(title: str, name: str) -> Attachment:
        return Attachment(title=title, path=f"/_files/{name}", filename=name, type="", size=1, sha256="")

    form, word, scan = file("申请表", "a.pdf"), file("原件", "b.docx"), file("办法（原件）", "c.PDF")
    page = document(1, channel(1, "portal", "open"), attachments=(form, word, scan))
    assert page.original == scan and page.annexes == (form, word)
    assert document(2, channel(1, "portal", "open")).original is None


def test_kinds_that_are_no_documents_are_not_filed() -> None:
    place = channel(1, "portal", "open")
    assert isinstance(article(1, place), ArticleRecord) and article(1, place).filing() is None
    assert isinstance(document(2, place), DocumentRecord) and document(2, place).filing().year == "2026"
