"""What is wrong with a page in the eyes of axe, and at its right edge. Its context loads axe into every page: `add_init_script`.

Compiling axe and handing over all that it found in order would take longer than the looking.
"""

from playwright.sync_api import Page

LOOK = "axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)"
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BAD = ("serious", "critical")


def complaints(page: Page) -> list[tuple[str, str]]:
    """Return the rule and the place of each violation that is serious; a page wider than its window is one."""
    found = [(each["id"], each["nodes"][0]["html"][:200]) for each in page.evaluate(LOOK) if each["impact"] in BAD]
    over = page.evaluate(OVER)
    return [*found, ("over the edge", f"{over} px")] if over > 0 else found
