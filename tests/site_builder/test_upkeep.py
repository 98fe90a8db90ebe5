"""Who stays in memory looks only at what a change may have touched, and publishes the same."""

from pathlib import Path

from site_builder.warm import Warm
from tests.site_builder.cluster import Cluster, article, small, tombstone, tree


def followed(root: Path, articles: int = 45) -> tuple[Cluster, Warm]:
    cluster = small(root, articles)
    cluster.keep_up()
    assert cluster.upkeep is not None and cluster.upkeep._warm is not None
    return cluster, cluster.upkeep._warm


def assert_followed(cluster: Cluster, warm: Warm) -> None:
    assert cluster.upkeep is not None and cluster.upkeep._warm is warm, "everything was compared"
    assert tree(cluster.root / "mirrors") == cluster.built_anew()


def test_a_new_article_is_published_without_looking_at_the_rest(tmp_path: Path) -> None:
    cluster, warm = followed(tmp_path)
    cluster.put(article(777, cluster.get("channel:2"), published="2026-04-01T10:00+08:00"))
    (report,) = cluster.keep_up()
    assert report.ok and "/news/notices/202604/t20260401_777.html" in {o.path for o in report.plans["portal"]}
    assert report.rendered <= 20
    assert_followed(cluster, warm)


def test_a_changed_body_touches_the_page_and_its_month(tmp_path: Path) -> None:
    cluster, warm = followed(tmp_path)
    cluster.change(cluster.get("content:101"), body="<p>别的</p>")
    (report,) = cluster.keep_up()
    assert {o.path for o in report.plans["portal"] if "/_manifest/" not in o.path} == {
        "/news/notices/202601/t20260102_101.html", "/news/notices/202601/t20260102_101.json",
    }
    assert_followed(cluster, warm)


def test_a_withdrawn_article_is_gone_everywhere(tmp_path: Path) -> None:
    cluster, warm = followed(tmp_path)
    cluster.remove(cluster.get("content:120"))
    cluster.keep_up()
    assert [path for path, data in cluster.files("portal").items() if "_120.html" in path or "第120号".encode() in data] == []
    assert_followed(cluster, warm)


def test_a_broken_page_holds_back_its_site_until_it_is_mended(tmp_path: Path) -> None:
    cluster, warm = followed(tmp_path)
    before = cluster.files("portal")
    good = cluster.get("content:101")
    cluster.change(good, problem="正文无法导出")
    cluster.change(cluster.get("content:901"), title="县里的消息")
    (report,) = cluster.keep_up()
    assert report.failed_sites == {"portal"}
    assert cluster.files("portal") == before
    assert "县里的消息" in cluster.text("gaoping", "/news/index.html")
    cluster.change(good, title="修好了")
    cluster.keep_up()
    assert_followed(cluster, warm)


def test_a_changed_footer_is_compared_everywhere(tmp_path: Path) -> None:
    cluster, warm = followed(tmp_path)
    cluster.change(cluster.get("site:portal"), operator="别的单位")
    cluster.keep_up()
    assert cluster.upkeep is not None and cluster.upkeep._warm is not warm
    assert tree(cluster.root / "mirrors") == cluster.built_anew()


def test_a_mirror_that_somebody_changed_is_compared_wholly(tmp_path: Path) -> None:
    cluster, _ = followed(tmp_path)
    (tmp_path / "mirrors/portal/_manifest/root.json").write_text("{}")
    cluster.change(cluster.get("content:101"), title="改过")
    cluster.keep_up()
    assert tree(tmp_path / "mirrors") == cluster.built_anew()


def test_a_tombstone_stands_where_another_stood(tmp_path: Path) -> None:
    cluster, warm = followed(tmp_path)
    page = cluster.get("content:101")
    first = tombstone(1, page, "replaced", target=102)
    cluster.remove(page)
    cluster.put(first)
    cluster.keep_up()
    cluster.remove(first)
    cluster.put(tombstone(2, page, "replaced", target=103))
    cluster.keep_up()
    assert_followed(cluster, warm)
    cluster.remove(cluster.get("content:102"))  # the first one led to it
    cluster.keep_up()
    assert_followed(cluster, warm)


def test_the_list_page_before_one_that_comes_or_goes_leads_to_what_is_there(tmp_path: Path) -> None:
    cluster, warm = followed(tmp_path, articles=59)
    newest = article(777, cluster.get("channel:2"), published="2026-04-01T10:00+08:00")
    cluster.put(newest)
    cluster.keep_up()
    assert "index_2.html" in cluster.text("portal", "/news/notices/index_1.html")
    assert_followed(cluster, warm)
    cluster.remove(newest)
    cluster.keep_up()
    assert "index_2.html" not in cluster.text("portal", "/news/notices/index_1.html")
    assert_followed(cluster, warm)
