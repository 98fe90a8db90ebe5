"""The search page in each of its states, on every theme: what axe says, what runs over the edge, what it weighs."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.services.axe import complaints
from tests.services.browser import DESKTOP, PHONE
from tests.services.demo import Demo, Served
from tests.sites.facts import BuiltSite
from tests.sites.samples import THEMES

LARGEST = 20 * 1024  # bytes of a script before compression
API = re.compile(r"/api/v1/")


def test_its_script_is_small_and_what_is_seldom_needed_comes_later(site: BuiltSite) -> None:
    page = next(page for page in site.pages if page.kind == "search")
    scripts = [path for path in page.resources if path.endswith(".js")]
    sizes = {path: len(site.text(path).encode()) for path in scripts}
    assert [path for path, size in sizes.items() if size >= LARGEST] == []
    assert any("/search." in path for path in scripts) and not any("/titles." in path for path in scripts)
    assert len(site.text(page.path).encode()) < 60_000


def test_without_script_its_form_leads_to_the_desk(site: BuiltSite, demo: Demo) -> None:
    page = next(page for page in site.pages if page.kind == "search")
    assert page.forms == [f"http://desk.localhost:{demo.port}/search/"]
    assert "<noscript>" in site.text(page.path)


def found(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("找到")


def suggested(page: Page) -> None:
    page.get_by_role("radio", name="全部站点").check()
    page.get_by_role("combobox", name="搜索词").press_sequentially("通知")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def advanced(page: Page) -> None:
    page.get_by_text("高级搜索").click()
    expect(page.get_by_label("发布单位")).to_be_visible()


def away(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("搜索服务暂时不可用")


def narrowed(page: Page) -> None:
    found(page)
    filters = page.locator("details.c-search-facets")
    if not filters.evaluate("each => each.open"):
        filters.locator("> summary").click()
    filters.evaluate("each => each.querySelectorAll('details').forEach((group) => { group.open = true; })")


def related(page: Page) -> None:
    page.locator("[data-search-body]").get_by_role("link", name=re.compile("^相关内容：")).first.click()
    expect(page.get_by_role("heading", level=2, name=re.compile("^与《.+》相关的内容$"))).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("相关内容")


def refused(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("日期")


# What is asked for, whether the server answers, and how the state is reached.
STATES: dict[str, tuple[str, bool, Callable[[Page], None]]] = {
    "nothing asked": ("", True, lambda page: None), "results": ("?q=通知", True, narrowed), "related": ("?q=通知", True, related),
    "by site": ("?q=通知&by_site=1", True, found),
    "out of force": ("?q=陵川县&validity=expired", True, found), "nothing found": ("?q=zzqqxxyy", True, found),
    "suggestions": ("", True, suggested), "advanced": ("", True, advanced), "away": ("?q=通知", False, away),
    "away and nothing found": ("?q=zzqqxxyy", False, away), "related and away": ("?related=1", False, away),
    "refused": ("?q=通知&from=2026-02-01&to=2026-01-01", True, refused),
}


@pytest.mark.browser
@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_serious_in_any_state(browser: Browser, axe: str, searched: Served, width: Any) -> None:
    problems = []
    with browser.new_context(viewport=width, locale="zh-CN") as context:
        context.add_init_script(axe)
        page = context.new_page()
        for key in THEMES:
            for name, (query, answers, reach) in STATES.items():
                if not answers:
                    page.route(API, lambda route: route.abort())
                page.goto(searched.url("www" if key == "portal" else key, f"/search.html{query}"))
                reach(page)
                problems += [(key, name, each) for each in complaints(page)]
                page.unroute(API)
    assert problems == []


@pytest.mark.browser
@pytest.mark.parametrize("query", ["", "?q=通知", "?q=zzqqxxyy", "?q=通知&from=x"])
def test_axe_finds_nothing_serious_on_the_desks_page(browser: Browser, axe: str, searched: Served, query: str) -> None:
    with browser.new_context(viewport=PHONE, locale="zh-CN", bypass_csp=True) as context:
        context.add_init_script(axe)
        page = context.new_page()
        page.goto(searched.url("desk", f"/search/{query}"))
        assert complaints(page) == []
        expect(page.get_by_role("heading", level=1)).to_have_text("搜索")


@pytest.mark.browser
@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_serious_on_what_is_related_without_script(browser: Browser, axe: str, searched: Served, width: Any) -> None:
    with browser.new_context(viewport=width, locale="zh-CN", bypass_csp=True) as context:
        context.add_init_script(axe)
        page = context.new_page()
        page.route(re.compile(r"\.js$"), lambda route: route.abort())  # where script is off altogether axe does not run either
        page.goto(searched.url("desk", "/search/?q=通知"))
        page.get_by_role("link", name=re.compile("^相关内容：")).first.click()
        expect(page).to_have_url(re.compile(r"/search/\?related=\d+"))
        expect(page.get_by_role("heading", name=re.compile("^与《.+》相关的内容$"))).to_be_visible()
        assert page.locator("main li a").count() > 1
        assert complaints(page) == []
        page.goto(searched.url("desk", "/search/?related=999999"))
        assert complaints(page) == []
