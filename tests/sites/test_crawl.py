"""Every page of every mirror, read as a stranger would read it."""

import json
import re
from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit
from xml.etree import ElementTree

from tests.services.demo import Demo
from tests.sites.facts import BuiltSite, Facts

SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource"}
MANDATORY = {"home": SITE, "site_map": SITE, "search": SITE, "404": SITE, "channel": SITE | COLUMN, "content": SITE | COLUMN | ARTICLE}
FOOTER = {"party-mark", "find-error", "id-code", "icp", "police", "sponsor", "contact", "site-map"}
# The four institutions that every footer has to name; a reader goes there by a link, the page loads nothing from them.
INSTITUTIONS = {"bszs.conac.cn", "zfwzzc.www.gov.cn", "beian.miit.gov.cn", "beian.mps.gov.cn"}
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def host_of(site: BuiltSite, demo: Demo) -> str:
    name = "www" if site.key == "portal" else site.key
    return f"{name}.localhost:{demo.port}"


def locate(address: str, page: Facts, sites: dict[str, BuiltSite], demo: Demo) -> tuple[BuiltSite, str] | None:
    """Return the site and path that an address on a page leads to; None outside the mirrors."""
    parts = urlsplit(address)
    if not parts.netloc:
        return sites[page.site], parts.path or page.path
    hosts = {host_of(each, demo): each for each in sites.values()}
    return (hosts[parts.netloc], parts.path or "/") if parts.netloc in hosts else None


def test_every_link_within_the_cluster_leads_to_a_file(site: BuiltSite, sites: dict[str, BuiltSite], demo: Demo) -> None:
    broken = []
    for page in site.pages:
        for address in page.links:
            place = locate(address, page, sites, demo)
            if address.startswith(("mailto:", "tel:")) or place is None:
                continue
            target, path = place
            if not target.has(path) or (address.startswith("#") and address[1:] not in page.ids):
                broken.append((page.path, address))
    assert broken == []


def test_links_out_of_the_cluster_are_absolute(site: BuiltSite, demo: Demo) -> None:
    strange = [
        (page.path, address) for page in site.pages for address in page.links
        if not address.startswith(("/", "#", "http://", "https://", "mailto:", "tel:"))
    ]
    assert strange == []
    outside = {urlsplit(address).netloc for page in site.pages for address in page.links}
    assert outside >= INSTITUTIONS


def test_everything_that_a_page_loads_is_on_its_own_mirror(site: BuiltSite) -> None:
    missing = [
        (page.path, address) for page in site.pages for address in page.resources
        if not address.startswith("/") or address.startswith("//") or not site.has(address)
    ]
    assert missing == []


def test_forms_lead_to_the_public_dynamic_host(site: BuiltSite, demo: Demo) -> None:
    own = {"/search.html"} if site.has("/catalogue/library.html") else set()  # the search page of the mirror itself
    assert {action for page in site.pages for action in page.forms} == {f"http://desk.localhost:{demo.port}/search/"} | own


def test_nothing_stands_in_a_page_that_its_security_policy_forbids(site: BuiltSite) -> None:
    assert [(page.path, page.inline) for page in site.pages if page.inline] == []


def test_every_page_carries_its_mandatory_tags_once_and_not_empty(site: BuiltSite) -> None:
    wrong = []
    for page in site.pages:
        for name in MANDATORY[page.kind]:
            values = page.metas.get(name, [])
            if len(values) != 1 or not values[0].strip():
                wrong.append((page.path, name, values))
    assert wrong == []


def test_no_page_carries_tags_of_another_kind_of_page(site: BuiltSite) -> None:
    wrong = [
        (page.path, name) for page in site.pages for name in (COLUMN | ARTICLE) - MANDATORY[page.kind] if name in page.metas
    ]
    assert wrong == []


def test_every_footer_has_its_eight_items(site: BuiltSite) -> None:
    assert [page.path for page in site.pages if sorted(page.footer) != sorted(FOOTER)] == []


def test_every_page_has_one_heading_of_the_first_rank_and_skips_none_below(site: BuiltSite) -> None:
    wrong = []
    for page in site.pages:
        steps = pairwise(page.headings)
        if page.headings.count(1) != 1 or any(lower - upper > 1 for upper, lower in steps):
            wrong.append((page.path, page.headings))
    assert wrong == []


def test_ids_are_unique_on_their_page(site: BuiltSite) -> None:
    assert [page.path for page in site.pages if max(Counter(page.ids).values(), default=1) > 1] == []


def test_titles_are_unique_on_their_site(site: BuiltSite) -> None:
    titles = Counter(page.title for page in site.pages)
    assert [title for title, count in titles.items() if count > 1 or not title.strip()] == []


def test_pages_say_their_language_and_describe_their_pictures(site: BuiltSite) -> None:
    assert [page.path for page in site.pages if page.language != "zh-CN" or page.pictures_without_text] == []


def test_no_two_pages_claim_one_address(site: BuiltSite, sites: dict[str, BuiltSite], demo: Demo) -> None:
    claimed = Counter(page.canonical for page in site.pages if page.kind != "404")
    assert [address for address, count in claimed.items() if count > 1 or not address] == []
    for page in site.pages:
        if page.kind == "404":
            continue
        place = locate(page.canonical, page, sites, demo)
        assert place is not None and place[0].has(place[1]), page.path
        assert page.canonical.startswith("http://")
        # Only a page that stands for another one, of another site, names an address that is not its own.
        own = page.path.removesuffix("index.html") if page.path == "/index.html" else page.path
        assert place == (site, own) or (page.kind == "content" and place[0] is not site), page.path


def test_sitemaps_list_exactly_the_pages(site: BuiltSite, demo: Demo) -> None:
    base = f"http://{host_of(site, demo)}"
    index = ElementTree.fromstring(site.text("/sitemap.xml"))
    parts = [str(each.text).removeprefix(base) for each in index.iter(f"{MAPS}loc")]
    assert {path for path in site.files if path.startswith("/sitemap/")} == set(parts)
    listed = Counter(
        str(each.text).removeprefix(base) for part in parts for each in ElementTree.fromstring(site.text(part)).iter(f"{MAPS}loc")
    )
    expected = {page.path for page in site.pages if page.kind == "content"} | {"/"}
    expected |= {page.path for page in site.pages if page.kind == "channel" and page.path.endswith("/index.html")}
    lists = re.compile(r"/catalogue/(?:all/)?[A-Za-z0-9-]+\.html")
    expected |= {page.path for page in site.pages if lists.fullmatch(page.path)}
    assert set(listed) == expected
    assert max(listed.values()) == 1


def test_feeds_parse_and_name_pages_that_are_there(site: BuiltSite, demo: Demo) -> None:
    base = f"http://{host_of(site, demo)}"
    feeds = [path for path in site.files if path.endswith("/rss.xml")]
    assert "/rss.xml" in feeds
    for path in feeds:
        channel = ElementTree.fromstring(site.text(path)).find("channel")
        assert channel is not None and channel.findtext("title") and channel.findtext("description"), path
        for item in channel.iter("item"):
            assert item.findtext("title") and item.findtext("pubDate")
            assert site.has(str(item.findtext("link")).removeprefix(base)), path


def test_every_page_of_content_has_its_data_beside_it(site: BuiltSite) -> None:
    for page in site.pages:
        if page.kind in ("404", "site_map", "search"):
            continue
        data = json.loads(site.text(page.path.removesuffix(".html") + ".json"))
        if page.kind == "content":
            assert data["title"] == page.metas["ArticleTitle"][0]
            assert data["url"] == page.path


def test_files_on_the_mirror_are_those_of_the_manifest(site: BuiltSite) -> None:
    listed = set()
    for path in site.files:
        if path.startswith("/_manifest/") and path.endswith(".jsonl"):
            listed |= {json.loads(line)["path"] for line in site.text(path).splitlines()}
    assert listed == {path for path in site.files if not path.startswith("/_manifest/")}


def test_pictures_and_files_on_the_mirror_are_all_used(site: BuiltSite) -> None:
    # By pages, or by the data beside them, for front ends of others.
    texts = [site.text(path) for path in site.files if path.endswith((".html", ".json")) and not path.startswith("/_")]
    published = {path for path in site.files if path.startswith(("/_img/", "/_files/"))}
    assert {path for path in published if not any(path in text for text in texts)} == set()


def test_robots_allow_everything_but_parts_of_pages(site: BuiltSite, demo: Demo) -> None:
    text = site.text("/robots.txt")
    assert f"Sitemap: http://{host_of(site, demo)}/sitemap.xml" in text
    assert "Disallow: /\n" not in text


def test_every_site_has_a_complete_disclosure_area(site: BuiltSite) -> None:
    entry = next(page for page in site.pages if page.path == "/catalogue/index.html")
    # The tiny cluster has these two of the five fixed parts.
    assert {address.split("/")[-2] for address in entry.links if "/disclosure/" in address} >= {"guide", "statutory"}
    lists = [address for address in entry.links if address.startswith("/catalogue/") and "-" in address]
    assert {address.split("/")[-1].partition("-")[0] for address in lists} >= {"theme", "genre", "organisation", "category", "year"}
    files = [address for address in entry.links if f"/api/v1/disclosure/?site={site.key}&" in address]
    assert [address.rpartition("=")[2] for address in files] == ["xlsx", "csv", "json"]
    head = site.key == "portal"
    assert site.has("/catalogue/all/index.html") == head and site.has("/catalogue/all/library.html") == head


def test_the_static_index_names_every_page_of_content_once(site: BuiltSite) -> None:
    months = json.loads(site.text("/_search/index.json"))
    assert months == sorted(months, reverse=True)
    assert {path for path in site.files if path.startswith("/_search/")} == {"/_search/index.json", *(f"/_search/{m}.json" for m in months)}
    rows = [row for month in months for row in json.loads(site.text(f"/_search/{month}.json"))]
    titles = {page.path: page.metas["ArticleTitle"][0] for page in site.pages if page.kind == "content"}
    assert {row[1]: row[0] for row in rows} == titles
    assert len(rows) == len(titles)


def test_only_pages_that_say_nothing_of_their_own_ask_not_to_be_indexed(site: BuiltSite) -> None:
    assert {page.kind for page in site.pages if "noindex" in page.metas.get("robots", [])} - {"content", "channel"} == {"404", "search"}
