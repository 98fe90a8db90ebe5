"""What readers see of an emergency notice and of mourning, with and without includes and script."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from cms.records import Notice, SwitchRecord
from site_builder.assets import Assets, build_assets
from site_builder.response_headers import STATE
from site_builder.routes import NOTICE
from site_builder.templating import Theme
from tests.services.axe import complaints
from tests.services.browser import DESKTOP, PHONE
from tests.services.demo import ROOT, Demo
from tests.services.nginx import wait_for
from tests.services.programs import free_port

pytestmark = pytest.mark.browser

TEXT = "暴雨红色预警：城区低洼路段禁止通行，请市民减少外出。"
ON = SwitchRecord(site="portal", mourning=True, notices=(
    Notice(level="red", text=TEXT, url="/news/index.html", since="2026-07-21T06:30+08:00"),
    Notice(level="blue", text="长" * 60, since="2026-07-21T06:30+08:00", until="2026-07-22T06:30+08:00"),
))
WITH_INCLUDES = """
import sys
from pathlib import Path
from waitress import serve
from content_fixtures.demo.files import Mirror
serve(Mirror(Path(sys.argv[1]), "http://desk.localhost"), host="127.0.0.1", port=int(sys.argv[2]))
"""
WITHOUT = """
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
SimpleHTTPRequestHandler.extensions_map[".html"] = "text/html; charset=utf-8"
handler = partial(SimpleHTTPRequestHandler, directory=sys.argv[1])
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), handler).serve_forever()
"""


class Places(NamedTuple):
    """Addresses of the same mirror: on a server that includes fragments, and on one that does not."""

    included: str
    plain: str


def switch_on(mirror: Path, record: SwitchRecord) -> None:
    theme = Theme(ROOT / "themes", "portal", Assets("portal", build_assets(ROOT / "themes", "portal")).address)
    for path in (NOTICE, STATE):
        text = theme.template(f"fragments/{path.rpartition('/')[2]}").render(switch=record, site=None)
        (mirror / path.lstrip("/")).write_text(text.strip(), encoding="utf-8")


@pytest.fixture(scope="module")
def places(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    mirror = tmp_path_factory.mktemp("emergency") / "portal"
    shutil.copytree(demo.mirrors / "portal", mirror)
    switch_on(mirror, ON)
    ports = free_port(), free_port()
    servers = [
        subprocess.Popen([sys.executable, "-c", script, str(mirror), str(port)], cwd=ROOT, stderr=subprocess.DEVNULL)
        for script, port in zip((WITH_INCLUDES, WITHOUT), ports, strict=True)
    ]
    for server, port in zip(servers, ports, strict=True):
        wait_for(f"http://127.0.0.1:{port}/robots.txt", server)
    yield Places(*(f"http://127.0.0.1:{port}/" for port in ports))
    for server in servers:
        server.terminate()
        server.wait(20)


def open_page(browser: Browser, address: str, **chosen: Any) -> Page:
    page = browser.new_context(**{"viewport": DESKTOP, "locale": "zh-CN", **chosen}).new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("place", ["included", "plain"])
def test_the_notice_stands_above_the_page_with_its_level_and_time(browser: Browser, places: Places, place: str) -> None:
    page = open_page(browser, getattr(places, place))
    notice = page.get_by_role("region", name="紧急通知")
    expect(notice).to_have_count(1)
    expect(notice.get_by_role("heading", name="紧急通知（红色）")).to_be_visible()
    expect(notice.get_by_text(TEXT, exact=True)).to_be_visible()
    expect(notice).to_contain_text("2026-07-21 06:30")
    expect(page.locator("main").get_by_role("region", name="紧急通知")).to_have_count(1)  # the skip link does not skip it
    expect(page.get_by_text("最新通知")).to_be_hidden()


def test_without_includes_and_script_a_link_leads_to_it(browser: Browser, places: Places) -> None:
    page = open_page(browser, places.plain, java_script_enabled=False)
    page.get_by_role("link", name="最新通知").click()
    expect(page.get_by_text(TEXT, exact=True)).to_be_visible()


def test_only_what_is_not_urgent_can_be_closed_until_the_tab_is(browser: Browser, places: Places) -> None:
    page = open_page(browser, places.included)
    expect(page.get_by_role("button", name="关闭这条通知")).to_have_count(1)
    page.get_by_role("button", name="关闭这条通知").click()
    page.reload()
    expect(page.get_by_text("长" * 60, exact=True)).to_be_hidden()
    expect(page.get_by_text(TEXT, exact=True)).to_be_visible()
    page.context.close()
    expect(open_page(browser, places.included).get_by_text("长" * 60, exact=True)).to_be_visible()


def test_mourning_is_grey_and_still(browser: Browser, places: Places) -> None:
    page = open_page(browser, places.included)
    assert page.evaluate("getComputedStyle(document.documentElement).filter") == "grayscale(1)"
    assert page.evaluate("getComputedStyle(document.body).transitionDuration") == "0s"


@pytest.mark.parametrize("width", [PHONE, DESKTOP, {"width": 320, "height": 600}], ids=lambda width: str(width["width"]))
def test_axe_finds_nothing_serious_and_nothing_runs_over_the_edge(browser: Browser, places: Places, axe: str, width: Any) -> None:
    page = open_page(browser, places.included, viewport=width)
    page.evaluate(axe)
    assert complaints(page) == []
