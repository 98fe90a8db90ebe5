"""Filling in the form of a disclosure document in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_publish_article import log_in
from tests.services.demo import Served

pytestmark = pytest.mark.browser


def test_the_form_proposes_how_long_a_normative_document_is_in_force(page: Page, served: Served) -> None:
    log_in(page, served)
    article = page.get_by_role("link", name="晋城要闻", exact=True).get_attribute("href") or ""
    page.goto(served.url("cms", article.replace("articles/articlepage", "disclosure/documentpage")))
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
