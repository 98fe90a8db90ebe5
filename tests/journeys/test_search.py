"""A reader's search on a mirror, in a real browser: typing, narrowing down, going back, and what is left when the server is away."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.services.browser import DESKTOP, PHONE
from tests.services.demo import Served

pytestmark = pytest.mark.browser

API = re.compile(r"/api/v1/")


@pytest.fixture
def away(browser: Browser) -> Iterator[Page]:
    """Give a page that reaches the mirrors, but not the search server."""
    with browser.new_context(viewport=DESKTOP, locale="zh-CN") as context:
        page = context.new_page()
        page.route(API, lambda route: route.abort())
        yield page


def results(page: Page) -> "list[str]":
    return page.locator("[data-search-body] a[data-id]").all_inner_texts()


def wait_for_results(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("找到")


def count(page: Page) -> int:
    wait_for_results(page)
    return int(re.search(r"\d+", page.get_by_role("status").inner_text())[0])  # type: ignore[index]


def test_the_field_of_every_page_leads_to_the_search_page_of_its_mirror(page: Page, searched: Served) -> None:
    page.goto(searched.url("gaoping", "/news/index.html"))
    page.get_by_role("search").get_by_role("searchbox").fill("通知")
    page.keyboard.press("Enter")
    expect(page).to_have_url(searched.url("gaoping", "/search.html") + "?q=%E9%80%9A%E7%9F%A5&site=gaoping")
    expect(page.get_by_role("heading", name="“通知”的搜索结果")).to_be_visible()
    own = count(page)
    expect(page.get_by_role("radio", name="本站（高平）")).to_be_checked()
    page.get_by_role("radio", name="全部站点").check()
    expect(page).to_have_url(re.compile(r"\?q=[%\w]+$"))
    expect(page.get_by_role("status")).not_to_contain_text(f"找到 {own} 条")
    assert count(page) > own


def test_suggestions_are_chosen_by_keyboard(page: Page, searched: Served) -> None:
    page.goto(searched.url("www", "/search.html"))
    field = page.get_by_role("combobox", name="搜索词")
    field.press_sequentially("停电")
    options = page.get_by_role("listbox", name="搜索建议").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("停电")
    expect(field).to_be_focused()
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    title = options.first.inner_text()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_facet_narrows_down_and_back_widens_again(page: Page, searched: Served) -> None:
    page.goto(searched.url("www", "/search.html?q=%E9%80%9A%E7%9F%A5"))
    every = count(page)
    facet = page.get_by_role("group", name="筛选").get_by_role("link", name=re.compile("公开文件"))
    documents = int(facet.inner_text().split()[-1])
    facet.press("Enter")
    expect(page.get_by_role("status")).to_have_text(f"找到 {documents} 条结果")
    expect(page).to_have_url(re.compile(r"[?&]kind=document"))
    chosen = page.get_by_role("group", name="筛选").get_by_role("link", name=re.compile("公开文件"))
    expect(chosen).to_be_focused()
    expect(chosen).to_have_attribute("aria-current", "true")
    page.go_back()
    expect(page.get_by_role("status")).to_have_text(f"找到 {every} 条结果")
    page.go_forward()
    expect(page.get_by_role("status")).to_have_text(f"找到 {documents} 条结果")


def test_every_state_is_an_address(page: Page, searched: Served) -> None:
    page.goto(searched.url("www", "/search.html?q=%E9%80%9A%E7%9F%A5&sort=time&kind=article&page=2"))
    expect(page.get_by_role("status")).to_contain_text("第 2 页")
    expect(page.get_by_role("navigation", name="分页").get_by_text("2", exact=True)).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="按时间")).to_have_attribute("aria-current", "true")
    expect(page.get_by_label("搜索词", exact=True)).to_have_value("通知")
    page.goto(searched.url("www", "/search.html?q=%E9%80%9A%E7%9F%A5&by_site=1"))
    wait_for_results(page)
    groups = page.locator("[data-search-body] section h3")
    assert groups.count() > 1
    name = groups.first.inner_text()
    page.get_by_role("link", name=f"只看“{name}”的结果").click()
    expect(page).to_have_url(re.compile(r"[?&]site=\w+$"))
    expect(groups).to_have_count(0)


def test_the_advanced_form_asks_for_what_it_says(page: Page, searched: Served) -> None:
    page.goto(searched.url("www", "/search.html"))
    page.get_by_text("高级搜索").click()
    expect(page.get_by_label("发布单位")).to_be_visible()
    page.get_by_label("文号").fill("高政办发2024年4号")
    page.get_by_label("类型").select_option("document")
    page.get_by_role("button", name="按以上条件搜索").click()
    wait_for_results(page)
    expect(page.locator("[data-search-body] li").first).to_contain_text("高政办发〔2024〕4号")
    expect(page.get_by_role("heading", name=re.compile("的搜索结果"))).to_be_focused()
    page.goto(searched.url("www", "/search.html?any=%E5%81%9C%E7%94%B5+%E5%81%9C%E6%B0%B4&none=%E5%81%9C%E7%94%B5&title_only=1"))
    wait_for_results(page)
    assert results(page) and not [title for title in results(page) if "停电" in title]
    expect(page.get_by_label("包含任意一个词")).to_have_value("停电 停水")


def test_documents_out_of_force_are_marked(page: Page, searched: Served) -> None:
    page.goto(searched.url("www", "/search.html?q=%E9%99%B5%E5%B7%9D%E5%8E%BF&validity=expired"))
    wait_for_results(page)
    expect(page.locator("[data-search-body] li").first.locator(".c-validity-tag")).to_have_text("失效")


def test_what_is_related_to_a_result_is_an_address_of_its_own(page: Page, searched: Served) -> None:
    page.goto(searched.url("www", "/search.html?q=%E9%80%9A%E7%9F%A5"))
    every = count(page)
    first = page.locator("[data-search-body] li").filter(has=page.locator("a[data-id]")).first
    title = first.locator("a[data-id]").inner_text()
    first.get_by_role("link", name=f"相关内容：{title}").press("Enter")
    expect(page).to_have_url(re.compile(r"/search\.html\?related=\d+$"))
    heading = page.get_by_role("heading", name=f"与《{title}》相关的内容")
    expect(heading).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^找到 \d+ 条相关内容$"))
    assert title not in results(page) and results(page)
    page.go_back()
    expect(page.get_by_role("status")).to_contain_text(f"找到 {every} 条结果")
    page.go_forward()
    expect(heading).to_be_visible()
    page.reload()
    expect(heading).to_be_visible()
    page.get_by_role("combobox", name="搜索词").fill("通知")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=%E9%80%9A%E7%9F%A5$"))


def test_without_the_server_it_says_that_it_cannot_tell_what_is_related(away: Page, searched: Served) -> None:
    away.goto(searched.url("www", "/search.html?related=1"))
    expect(away.get_by_role("status")).to_contain_text("暂时不能列出相关内容，请稍后再试")
    away.unroute(API)
    away.get_by_role("link", name="重试").click()
    expect(away.get_by_role("status")).to_have_text("没有这项内容，它可能已经撤下。")


def test_the_breadcrumb_ends_with_the_page_itself(page: Page, searched: Served) -> None:
    page.goto(searched.url("www", "/search.html"))
    expect(page.get_by_role("navigation", name="当前位置").get_by_role("listitem")).to_have_text(["首页", "搜索"])


def test_nothing_found_says_so_and_nothing_typed_asks_nothing(page: Page, searched: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/search/" in request.url else None)
    page.goto(searched.url("www", "/search.html"))
    page.get_by_role("button", name="搜索", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("")
    assert asked == []
    page.goto(searched.url("www", "/search.html?q=zzqqxxyy"))
    expect(page.get_by_role("status")).to_have_text("没有找到结果")
    expect(page.get_by_text("换一个说法")).to_be_visible()


def test_a_page_that_there_is_not_leads_to_the_last_one(page: Page, searched: Served) -> None:
    page.goto(searched.url("www", "/search.html?q=通知&page=99"))
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^找到 \d+ 条结果，没有第 99 页$"))
    numbers = page.get_by_role("navigation", name="分页").get_by_role("listitem")
    last = numbers.last.inner_text()
    page.get_by_role("link", name="上一页").click()
    expect(page.get_by_role("navigation", name="分页").locator("[aria-current=page]")).to_have_text(last)
    assert results(page)


def test_what_is_wrong_is_told_in_the_words_of_the_form_and_once(browser: Browser, searched: Served) -> None:
    with browser.new_context(viewport=PHONE, locale="zh-CN") as context:  # its console tells of the refusal
        page = context.new_page()
        page.goto(searched.url("www", "/search.html?q=通知&created_to=2026-13-01"))
        told = page.get_by_role("region", name="“通知”的搜索结果").get_by_text("成文日期，到：日期格式错误")
        expect(told).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text("成文日期，到：日期格式错误")  # to be read out
        expect(page.get_by_role("status")).to_have_class(re.compile("u-hidden-visually"))
        expect(page.get_by_label("成文日期，到")).to_be_visible()


def test_markup_in_a_query_stays_text(page: Page, searched: Served) -> None:
    page.goto(searched.url("www", "/search.html?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E"))
    expect(page.get_by_role("heading", name="“<img src=x onerror=alert(1)>”的搜索结果")).to_be_visible()
    expect(page.get_by_role("status")).not_to_have_text("正在搜索…")
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize(("host", "words", "title"), [
    ("gaoping", "耕地 意见", "高平市人民政府关于加强耕地保护的意见"),
    ("gaoping", "高政发[2026]4号", "高平市人民政府关于加强耕地保护的意见"),
    ("gaoping", "2026年4号", "高平市人民政府关于加强耕地保护的意见"),
    ("gaoping", "高政发〔二〇二六〕第四号", "高平市人民政府关于加强耕地保护的意见"),
    ("gaoping", "政发4号", "高平市人民政府关于加强耕地保护的意见"),
    ("gaoping", "111405GP00100/2026-00001", "高平市人民政府关于加强耕地保护的意见"),
    ("gaoping", "gdbh", "高平市人民政府关于加强耕地保护的意见"),
])
def test_when_the_server_is_away_the_mirror_still_finds(away: Page, searched: Served, host: str, words: str, title: str) -> None:
    away.goto(searched.url(host, "/search.html"))
    away.get_by_role("combobox", name="搜索词").fill(words)
    away.keyboard.press("Enter")
    expect(away.get_by_role("status")).to_contain_text("搜索服务暂时不可用，在本站标题中找到")
    link = away.get_by_role("link", name=title, exact=True)
    expect(link).to_be_visible()
    link.click()
    expect(away.get_by_role("heading", level=1)).to_have_text(title)


def test_a_server_that_does_not_answer_is_not_waited_for(browser: Browser, searched: Served) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with browser.new_context(viewport=PHONE, locale="zh-CN") as context:
        page = context.new_page()
        page.route(API, hold)  # never answered
        page.goto(searched.url("gaoping", "/search.html?q=%E8%80%95%E5%9C%B0"))
        expect(page.get_by_role("status")).to_contain_text("搜索服务暂时不可用", timeout=15_000)
        expect(page.get_by_role("link", name="高平市人民政府关于加强耕地保护的意见", exact=True)).to_be_visible()
        page.unroute(API)
        page.get_by_role("link", name="重试").click()
        expect(page.get_by_role("status")).to_have_text(re.compile(r"^找到 \d+ 条结果$"))
    assert held


def test_without_script_the_desk_answers(browser: Browser, searched: Served) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN") as context:
        page = context.new_page()
        for path in ("/", "/search.html"):
            page.goto(searched.url("gaoping", path))
            page.locator("form [name=q]").first.fill("耕地")
            page.get_by_role("button", name="搜索", exact=True).first.click()
            expect(page).to_have_url(re.compile(r"^http://desk\.localhost:\d+/search/\?"))
            expect(page.get_by_role("heading", name=re.compile(r"找到 \d+ 条结果"))).to_be_visible()
            expect(page.get_by_role("link", name="返回高平")).to_be_visible()
        page.get_by_role("link", name="高平市人民政府关于加强耕地保护的意见", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("高平市人民政府关于加强耕地保护的意见")


def test_what_is_an_estimate_is_called_one(page: Page, searched: Served) -> None:
    result = {"id": 1, "site": "portal", "kind": "article", "title": "通知", "url": "/", "date": "2026-01-05"}
    sites = [{"value": key, "label": key, "count": 47_600, "estimated": True} for key in ("portal", "gaoping")]
    answer = {
        "count": 95_200, "estimated": True, "results": [{**result, "title_html": "通知", "snippet_html": ""}], "facets": {"site": sites},
        "did_you_mean": "", "best_bets": [], "next": None, "previous": None,
    }
    page.route(re.compile(r"/api/v1/search/\?"), lambda route: route.fulfill(json=answer, headers={"Access-Control-Allow-Origin": "*"}))
    page.goto(searched.url("www", "/search.html?q=通知"))
    expect(page.get_by_role("status")).to_contain_text("找到约 95200 条结果")
    expect(page.locator(".c-search-facets__count").first).to_have_text("约 47600")
