"""A real Chromium, the system's, driven by Playwright; it reaches this machine and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.services.programs import program

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# A click loses its aim while Wagtail's page still glides to what got the focus; an admin who asks for no motion sees none.
DESK: dict[str, Any] = {"viewport": DESKTOP, "locale": "zh-CN", "reduced_motion": "reduce"}


@pytest.fixture(scope="module")  # not longer: while Playwright runs, Django refuses its database to other tests
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program("chromium", "chromium-browser", "google-chrome"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a fresh page; at the end nothing may stand in its console."""
    context = browser.new_context(**DESK)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert not complaints
