"""Filling in the form of a disclosure document in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_publish_article import log_in
from tests.services.browser import DESK
from tests.services.demo import Served

pytestmark = pytest.mark.browser


def open_form(page: Page, served: Served) -> None:
    """Log in, and open the form of a new document."""
    log_in(page, served)
    article = page.get_by_role("link", name="晋城要闻", exact=True).get_attribute("href") or ""
    page.goto(served.url("cms", article.replace("articles/articlepage", "disclosure/documentpage")))


def test_a_draft_saves_itself_and_no_date_takes_the_place_of_what_was_typed(browser: Browser, served: Served) -> None:
    with browser.new_context(**DESK) as context:  # its console tells of the draft that is refused
        page = context.new_page()
        open_form(page, served)
        page.locator("#id_title").fill("晋城市供热办法")
        page.locator("#id_created").fill("2026-01-05")
        page.locator("#id_theme").select_option("0201")
        page.get_by_role("button", name="选择 单位").first.click()
        page.get_by_label("搜索条件").fill("教育局")
        expect(page.locator(".modal tbody tr")).to_have_count(1)
        page.get_by_role("link", name="晋城市教育局", exact=True).click()
        expect(page.locator(".modal")).to_have_count(0)
        # As people type: what is there a moment after the form has opened, its script takes for what was there before.
        page.locator("#id_addressee").press_sequentially("各县（市、区）人民政府，市人民政府各委、办、局，各直属单位", delay=250)
        expect(page).to_have_url(re.compile(r"/pages/\d+/edit/"), timeout=30_000)  # the draft has a page
        page.locator("#id_repealed").fill("2026-02-30")
        page.locator("#id_basis").click()
        expect(page.locator("#id_repealed")).to_have_value("2026-02-30")
        page.get_by_role("button", name="发布", exact=True).click()
        expect(page.locator(".w-field", has=page.locator("#id_repealed"))).to_contain_text("有效的日期")


def test_the_form_proposes_how_long_a_normative_document_is_in_force(page: Page, served: Served) -> None:
    open_form(page, served)
    page.locator("#id_title").fill("晋城市供热管理办法（试行）")
    page.locator("#id_category").select_option("行政规范性文件")
    proposal = page.get_by_role("status").filter(has_text="建议")
    expect(proposal).to_have_count(0)
    page.locator("#id_effective").fill("2026-01-01")
    page.keyboard.press("Tab")
    expect(proposal).to_contain_text("建议：2027-12-31")
    page.locator("#id_title").fill("晋城市供热管理办法")
    page.keyboard.press("Tab")
    expect(proposal).to_contain_text("建议：2030-12-31")
    page.get_by_role("button", name="填入").click()
    expect(page.locator("#id_expires")).to_have_value("2030-12-31")
    expect(proposal).to_have_count(0)


def test_a_proposal_that_is_asked_for_again_keeps_its_button(page: Page, served: Served) -> None:
    """A button that is made anew between the pressing and the letting go of the mouse loses the click."""
    open_form(page, served)
    page.locator("#id_title").fill("晋城市供热管理办法")
    page.locator("#id_category").select_option("行政规范性文件")
    page.locator("#id_effective").fill("2026-01-01")
    page.locator("#id_effective").dispatch_event("change")
    button = page.get_by_role("button", name="填入")
    first = button.element_handle()
    with page.expect_response(lambda answer: "/disclosure/expiry/" in answer.url) as answered:
        page.locator("#id_title").dispatch_event("change")
    answered.value.finished()
    page.evaluate("() => new Promise((done) => setTimeout(done))")  # what awaits the answer runs before this
    assert first.evaluate("(button) => button.isConnected")
    first.dispatch_event("click")
    expect(page.locator("#id_expires")).to_have_value("2030-12-31")


def test_the_form_does_not_glide_for_an_editor_who_asks_for_no_motion(page: Page, served: Served) -> None:
    open_form(page, served)
    expect(page.locator("#main")).to_have_css("scroll-behavior", "auto")
    page.emulate_media(reduced_motion="no-preference")
    expect(page.locator("#main")).to_have_css("scroll-behavior", "smooth")
