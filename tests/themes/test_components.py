"""Every example of every component renders, and nothing in it is forbidden on a page."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from markupsafe import Markup

from site_builder.assets import Assets, build_assets
from site_builder.templating import Theme

THEMES = Path(__file__).parents[2] / "themes"
NAMES = ("portal", "county", "tourism", "talent")
FORBIDDEN = re.compile(r"\sstyle\s*=|\son\w+\s*=|<script(?![^>]*\bsrc=\"/)|(?:src|srcset)=\"(?:https?:)?//", re.I)
OUTSIDE = re.compile(r'<a[^>]*rel="external"[^>]*>(.*?)</a>', re.S)


def examples() -> list[Any]:
    found = []
    for path in sorted(THEMES.glob("*/components/*/examples.yaml")):
        for example in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(
                pytest.param(path.parent.name, example["arguments"], id=f"{path.parent.name}-{example['name']}")
            )
    return found


def as_record(value: Any) -> Any:
    """Return what an example says as templates get it: with attributes, as records have them."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: as_record(each) for name, each in value.items()})
    return [as_record(each) for each in value] if isinstance(value, list) else value


def theme(name: str) -> Theme:
    return Theme(THEMES, name, Assets(name, build_assets(THEMES, name)).address)


@pytest.fixture(scope="module", params=NAMES)
def components(request: pytest.FixtureRequest) -> Any:
    return theme(request.param).environment.globals["c"]


@pytest.mark.parametrize(("name", "arguments"), examples())
def test_example_renders_without_anything_forbidden(components: Any, name: str, arguments: dict[str, Any]) -> None:
    if "body" in arguments:
        arguments = arguments | {"body": Markup(arguments["body"])}

    html = str(getattr(components, name.replace("-", "_"))(**{key: as_record(value) for key, value in arguments.items()}))

    assert not FORBIDDEN.search(html)
    assert html.count("<ul") == html.count("</ul>")
    assert html.count("<div") == html.count("</div>")
    assert all("外部网站" in words for words in OUTSIDE.findall(html))


@pytest.mark.parametrize(
    "template", sorted(THEMES.glob("*/components/*/template.html")), ids=lambda path: path.parent.name
)
def test_component_has_a_style_and_examples(template: Path) -> None:
    assert (template.parent / "style.css").is_file()
    assert (template.parent / "examples.yaml").is_file()


@pytest.mark.parametrize("name", NAMES)
def test_every_page_template_compiles(name: str) -> None:
    own = theme(name)
    for path in sorted(THEMES.glob("shared/pages/*.html")) + sorted((THEMES / name).glob("pages/*.html")):
        own.template(f"pages/{path.name}")
        own.digest(f"pages/{path.name}")


def test_footer_shows_the_eight_required_parts() -> None:
    path = THEMES / "shared/components/site-footer/examples.yaml"
    site = yaml.safe_load(path.read_text(encoding="utf-8"))[0]["arguments"]["site"]

    html = str(theme("portal").environment.globals["c"].site_footer(as_record(site)))

    parts = re.findall(r'data-footer="([a-z-]+)"', html)
    assert sorted(parts) == sorted(
        ["party-mark", "find-error", "id-code", "icp", "police", "sponsor", "contact", "site-map"]
    )
