"""What independent judges say of one page of every type: the W3C's validator, and axe in a real browser."""

import json
import subprocess
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.services.axe import complaints
from tests.services.browser import DESKTOP, PHONE
from tests.services.demo import Demo
from tests.sites.facts import BuiltSite, Facts, address_of
from tests.sites.samples import sample, type_of

KINDS = {
    "home", "site_map", "search", "404", "article", "document", "guide", "topic", "gallery", "organisation", "leader", "channel titles",
    "catalogue entry", "catalogue theme", "catalogue library",
}


@pytest.fixture(scope="module")
def pages(sites: dict[str, BuiltSite]) -> list[Facts]:
    return sample(sites)


def test_the_sample_has_every_type_of_page(pages: list[Facts], sites: dict[str, BuiltSite]) -> None:
    assert {type_of(sites[page.site], page) for page in pages} >= KINDS


@pytest.mark.server
def test_the_validator_finds_no_error(validator: list[str], pages: list[Facts], demo: Demo) -> None:
    files = [str(demo.mirrors / page.site) + page.path for page in pages]
    done = subprocess.run([*validator, "--errors-only", "--format", "json", *files], capture_output=True, text=True, check=False)
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    found = {(each["message"], each.get("extract", "")[:120], each["url"].rpartition("mirrors/")[2]) for each in messages}
    assert sorted(found) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_axe_finds_nothing_serious_and_nothing_runs_over_the_edge(
    width: str, browser: Browser, axe: str, pages: list[Facts], demo: Demo, online: None
) -> None:
    problems: list[tuple[str, ...]] = []
    with browser.new_context(viewport=PHONE if width == "phone" else DESKTOP, locale="zh-CN") as context:
        context.add_init_script(axe)
        view = context.new_page()
        view.on("console", lambda message: problems.append((view.url, message.text)) if message.type == "error" else None)
        for page in pages:
            if page.kind == "search":
                continue  # asks the desk, which is not there: test_search_page looks at it
            view.goto(address_of(page.site, page.path, demo.port))
            problems += [(page.path, *each) for each in complaints(view)]
    assert problems == []


@pytest.mark.browser
def test_a_bad_page_is_complained_about(browser: Browser, axe: str) -> None:
    with browser.new_context(viewport=PHONE) as context:
        context.add_init_script(axe)
        view = context.new_page()
        view.goto("data:text/html,<html lang='zh-CN'><title>差</title><img src='data:,'><p style='width: 3000px'>宽")
        assert [rule for rule, _ in complaints(view)] == ["image-alt", "over the edge"]
