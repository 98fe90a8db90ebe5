"""An editor's way, in a real browser: log in, write, publish, and find it on the mirror."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.services.browser import DESK, PHONE
from tests.services.demo import Served

pytestmark = pytest.mark.browser

TITLE = "晋城市开展冬季供热入户走访"
TEXT = "11月23日，供热单位入户测温，现场登记并处理居民反映的问题。"
LOOKS = 60  # looks at a list until what was published must be there; each takes a page load and half a second


def log_in(page: Page, served: Served) -> None:
    page.goto(served.url("cms", "/admin/"))
    page.get_by_label("用户名").fill("editor")
    page.get_by_label("密码").fill("demo-editor-2026")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="写文章")).to_be_visible()


def fill_in_article(page: Page, title: str, text: str) -> None:
    page.get_by_role("link", name="晋城要闻", exact=True).click()
    page.locator("#id_title").fill(title)
    body = page.locator("[data-contentpath=body]")
    body.locator("button.c-sf-add-button").first.click()
    page.get_by_role("option", name="正文", exact=True).click()
    body.locator(".public-DraftEditor-content").click()
    page.keyboard.type(text)
    # The rich text editor hands its text to the form a quarter of a second after the last key.
    expect(body.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(text)))
    page.get_by_label("信息来源").fill("晋城市住房和城乡建设局")


def write_article(page: Page, title: str, text: str) -> None:
    fill_in_article(page, title, text)
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布").first).to_be_visible()


def wait_for_link(page: Page, address: str, title: str) -> None:
    """Look at a page of the mirror again and again until it shows the title."""
    link = page.get_by_role("main").get_by_role("link", name=title).first
    for _ in range(LOOKS):
        page.goto(address)
        try:
            expect(link).to_be_visible(timeout=500)
        except AssertionError:
            continue
        return
    pytest.fail(f"{title} never appeared on {address}")


@pytest.fixture
def published(browser: Browser, served: Served) -> str:
    """Publish an article through the admin and return its title."""
    with browser.new_context(**DESK) as context:
        page = context.new_page()
        log_in(page, served)
        write_article(page, TITLE, TEXT)
    return TITLE


def test_what_an_editor_publishes_is_on_the_mirror_in_its_channel_and_on_the_home_page(
    page: Page, served: Served, published: str
) -> None:
    wait_for_link(page, served.url("www", "/news/city/index.html"), published)
    page.get_by_role("main").get_by_role("link", name=published).first.click()
    expect(page).to_have_url(re.compile(r"/news/city/\d{6}/t\d{8}_\d+\.html$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(published)
    expect(page.get_by_text(TEXT)).to_be_visible()
    expect(page.get_by_text("来源：晋城市住房和城乡建设局")).to_be_visible()
    page.goto(served.url("www"))
    expect(page.get_by_role("main").get_by_role("link", name=published).first).to_be_visible()


def test_a_phone_reaches_a_channel_by_keyboard_alone(page: Page, served: Served) -> None:
    page.set_viewport_size(PHONE)
    page.goto(served.url("gaoping"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    menu = page.locator("[data-nav-menu]")
    for _ in range(40):
        if menu.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    first = page.get_by_role("navigation", name="主导航").get_by_role("link").nth(1)
    expect(first).to_be_visible()
    for _ in range(10):
        if first.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(first).to_be_focused()
    title = first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_pages_read_well_without_script(browser: Browser, served: Served) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(served.url("www"))
        page.get_by_role("navigation", name="主导航").get_by_role("link").nth(1).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.get_by_role("main").get_by_role("link").first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
