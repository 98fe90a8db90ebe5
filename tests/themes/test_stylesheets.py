"""What old browsers and the design rules ask of the stylesheets."""

import re
from pathlib import Path

import pytest

from site_builder.assets import build_assets, stylesheet_sources

THEMES = Path(__file__).parents[2] / "themes"
NAMES = ("portal", "county", "tourism", "talent")
LARGEST = 100_000  # bytes of a stylesheet before compression


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("forbidden", [r"@layer", r"@import", r"url\(", r":has\(", r"font-size:\s*[\d.]+px"])
def test_bundle_has_nothing_forbidden(name: str, forbidden: str) -> None:
    css = next(asset for asset in build_assets(THEMES, name) if asset.name == "site.css").data.decode()

    assert not re.findall(forbidden, css)
    assert len(css) < LARGEST


@pytest.mark.parametrize("name", NAMES)
def test_colours_are_named_by_role_outside_the_tokens(name: str) -> None:
    allowed = {"palette.css", "roles.css", "schemes.css", "print.css"}
    for path in stylesheet_sources(THEMES, name):
        if path.name not in allowed:
            assert not re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s])", path.read_text(encoding="utf-8"), re.I), path


@pytest.mark.parametrize("name", NAMES)
def test_every_role_that_is_used_is_defined(name: str) -> None:
    css = "\n".join(path.read_text(encoding="utf-8") for path in stylesheet_sources(THEMES, name))

    used, defined = set(re.findall(r"var\((--[\w-]+)", css)), set(re.findall(r"(--[\w-]+):", css))

    assert used <= defined
