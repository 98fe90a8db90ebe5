"""One page of every type on every theme."""

import json

from tests.sites.facts import BuiltSite, Facts

# The six counties share a theme; two of them show that a county is only a value.
THEMES = {"portal": "portal", "gaoping": "county", "lingchuan": "county of another colour", "tourism": "tourism", "talent": "talent"}


def type_of(site: BuiltSite, page: Facts) -> str:
    """Return what makes a page look as it does: its kind, and the style of a list."""
    if page.kind not in ("content", "channel"):
        return page.kind
    data = json.loads(site.text(page.path.removesuffix(".html") + ".json"))
    if page.kind == "content":
        return str(data["kind"])
    if "catalogue" in data:
        return "catalogue " + str(data["catalogue"].get("place", "entry")).partition("-")[0]
    return "channel " + str(data["channel"].get("list_style", "titles"))


def sample(sites: dict[str, BuiltSite]) -> list[Facts]:
    """Return the first page of each type on each theme; long pages show more than short ones."""
    found: dict[tuple[str, str], Facts] = {}
    for key, theme in THEMES.items():
        site = sites[key]
        for page in sorted(site.pages, key=lambda each: (-len(each.links), each.path)):
            found.setdefault((theme, type_of(site, page)), page)
    return [found[name] for name in sorted(found)]
