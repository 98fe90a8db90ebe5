"""The library of policy documents in a real browser: filters with script, a plain form without."""

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from cms.records.document_numbers import spelled
from tests.services.demo import ROOT, Demo
from tests.services.programs import free_port
from tests.site_builder.cluster import channel, document, small
from tests.sites.facts import BuiltSite, address_of
from tests.sites.serving import serving

pytestmark = pytest.mark.browser
FIND = "form.c-policy-filter button[type=submit]"
LIBRARY = "/catalogue/library.html"


def titles(page: Page) -> list[str]:
    """Return the titles shown, without the line that says whose document it is."""
    return [text.split("\n")[0] for text in page.locator("#policies .c-document-list__title").all_inner_texts()]


@pytest.fixture
def library(page: Page, demo: Demo, online: None) -> Page:
    page.goto(address_of("portal", LIBRARY, demo.port))
    return page


def test_titles_and_metadata_are_filtered_on_the_page_and_can_be_linked_to(library: Page, sites: dict[str, BuiltSite]) -> None:
    policies = [
        policy for path in sites["portal"].files if path.startswith("/catalogue/library-")
        for policy in json.loads(sites["portal"].text(path))["results"]
    ]
    wanted = policies[0]
    same = [each for each in policies if each["number"].partition("〔")[0] == wanted["number"].partition("〔")[0]]
    library.select_option("#policy-mark", wanted["number"].partition("〔")[0])
    library.click(FIND)
    expect(library.locator("[data-said]")).to_have_text(f"找到 {len(same)} 件。")
    assert sorted(titles(library)) == sorted(each["title"] for each in same)
    library.goto(library.url)
    expect(library.locator("[data-said]")).to_have_text(f"找到 {len(same)} 件。")
    library.fill("#policy-q", wanted["title"][-6:])
    library.click(FIND)
    expect(library.locator("#policies a").first).to_have_attribute("href", wanted["url"])
    library.click("text=清除条件")
    expect(library.locator("[data-said]")).to_be_empty()
    assert library.url.endswith(LIBRARY)


def test_what_matches_nothing_says_what_to_do(library: Page) -> None:
    library.fill("#policy-q", "没有这样的标题")
    library.click(FIND)
    expect(library.locator("[data-said]")).to_contain_text("请减少条件")
    assert titles(library) == []


def test_a_search_in_the_text_goes_to_the_search_page(library: Page) -> None:
    library.fill("#policy-q", "保障")
    library.select_option("#policy-title-only", "")
    library.select_option("#policy-validity", "valid")
    with library.expect_request("**/search.html?**") as asked:
        library.route("**/search.html?**", lambda route: route.fulfill(body="<title>找到的</title>", content_type="text/html"))
        library.click(FIND)
    assert "kind=document" in asked.value.url and "validity=valid" in asked.value.url
    assert "q=%E4%BF%9D%E9%9A%9C" in asked.value.url


def test_without_script_there_is_the_list_and_the_whole_form(browser: Browser, demo: Demo, online: None) -> None:
    with browser.new_context(java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(address_of("portal", LIBRARY, demo.port))
        assert titles(page)
        assert page.locator("#policy-number").is_visible() and not page.locator("#policy-mark").is_visible()
        names = {field.get_attribute("name") for field in page.locator("form.c-policy-filter [name]").all()}
        assert names == {
            "kind", "q", "title_only", "genre", "organisation", "theme", "validity", "number", "created_from", "created_to", "from", "to",
            "sort",
        }


ORDERS = "晋城市人民政府令"


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a library with orders (令), which have no year, among documents that have one."""
    cluster, port = small(tmp_path_factory.mktemp("orders")), free_port()
    place = channel(5, "portal", "open", type="信息公开目录")
    cluster.themes = ROOT / "themes"
    cluster.change(cluster.get("site:portal"), theme="portal")
    cluster.change(cluster.get("site:gaoping"), theme="county")
    cluster.put(place)
    numbers = [f"{ORDERS}第2号", f"{ORDERS}第12号", "高平市人民政府令第12号", "晋市政发〔2025〕12号", "晋市政发〔2026〕12号"]
    for identity, number in enumerate(numbers, 300):
        cluster.put(document(identity, place, f"2026-03-{identity - 299:02d}T09:00+08:00", title=f"关于{number}的办法", number=number))
    assert cluster.build().ok
    with serving(cluster.root / "mirrors", port):
        yield address_of("portal", LIBRARY, port)


def found(page: Page, *numbers: str) -> None:
    expect(page.locator("[data-said]")).to_have_text(f"找到 {len(numbers)} 件。")
    assert page.locator("#policies .c-document-list__number").all_inner_texts() == list(numbers)


@pytest.mark.parametrize(("parts", "numbers"), [
    ({"mark": ORDERS}, [f"{ORDERS}第12号", f"{ORDERS}第2号"]),
    ({"mark": ORDERS, "serial": "12"}, [f"{ORDERS}第12号"]),
    ({"mark": ORDERS, "serial": "第2号"}, [f"{ORDERS}第2号"]),
    ({"serial": "12"}, ["晋市政发〔2026〕12号", "晋市政发〔2025〕12号", "高平市人民政府令第12号", f"{ORDERS}第12号"]),
    ({"serial": "12", "year": "2025"}, ["晋市政发〔2025〕12号"]),
])
def test_orders_are_found_by_their_organ_and_serial_and_the_find_has_an_address(
    page: Page, orders: str, parts: dict[str, str], numbers: list[str]
) -> None:
    page.goto(orders)
    fill(page, parts)
    page.click(FIND)
    found(page, *numbers)
    page.goto(page.url)
    found(page, *numbers)
    kept = {name: page.locator(f"#policy-{name}").input_value() for name in parts}
    assert kept == {name: re.sub(r"[第号]", "", value) for name, value in parts.items()}


def test_an_order_of_a_year_is_none(page: Page, orders: str) -> None:
    page.goto(orders)
    fill(page, {"mark": ORDERS, "year": "2026"})
    page.click(FIND)
    expect(page.locator("[data-said]")).to_contain_text("请减少条件")


def test_a_title_is_searched_together_with_the_number_of_an_order(page: Page, orders: str) -> None:
    page.goto(orders)
    page.fill("#policy-q", "高平市人民政府令第12号")
    page.click(FIND)
    found(page, "高平市人民政府令第12号")


def test_the_number_of_an_order_goes_along_to_the_search_page(page: Page, orders: str) -> None:
    page.goto(orders)
    fill(page, {"mark": ORDERS, "serial": "12"})
    page.fill("#policy-q", "保障")
    page.select_option("#policy-title-only", "")
    with page.expect_request("**/search.html?**") as asked:
        page.route("**/search.html?**", lambda route: route.fulfill(body="<title>找到的</title>", content_type="text/html"))
        page.click(FIND)
    number = dict(parse_qsl(urlsplit(asked.value.url).query))["number"]
    assert spelled(number) == f"{ORDERS}第12号"


def test_a_serial_that_cannot_be_read_is_not_passed_over(page: Page, orders: str) -> None:
    page.goto(orders)
    fill(page, {"serial": "十二"})
    page.click(FIND)
    assert page.locator("#policy-serial").evaluate("field => field.validity.patternMismatch && document.activeElement === field")
    expect(page.locator("[data-said]")).to_be_empty()


def fill(page: Page, parts: dict[str, str]) -> None:
    for name, value in parts.items():
        field = page.locator(f"#policy-{name}")
        field.fill(value) if name == "serial" else field.select_option(value)
