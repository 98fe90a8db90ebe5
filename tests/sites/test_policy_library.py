"""The library of policy documents in a real browser: filters with script, a plain form without."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.services.demo import Demo
from tests.sites.facts import BuiltSite, address_of

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
