"""The channel trees of the nine sites, flattened so that parents come first."""

from collections.abc import Iterator
from typing import Any

from content_fixtures.library import read
from content_fixtures.places import COUNTIES, fixed_facts
from content_fixtures.plans import ChannelPlan
from content_fixtures.sizes import Size


def plan_channels(site: str, size: Size) -> list[ChannelPlan]:
    """Return the channels of a site; a tiny cluster has only those that the tree marks."""
    tree = read("channels/county" if site in COUNTIES else f"channels/{site}")
    return list(_walk(tree, site, "", size))


def _walk(entries: list[dict[str, Any]], site: str, parent: str, size: Size) -> Iterator[ChannelPlan]:
    for entry in entries:
        if size.is_tiny and not entry.get("tiny"):
            continue
        path = f"{parent}/{entry['slug']}".lstrip("/")
        yield _plan(entry, site, path)
        yield from _walk(entry.get("children", ()), site, path, size)


def _plan(entry: dict[str, Any], site: str, path: str) -> ChannelPlan:
    facts = fixed_facts(site)
    words = {name: str(entry[name]).format_map(facts) for name in ("title", "description", "keywords")}
    return ChannelPlan(
        site=site, path=path, slug=entry["slug"], type=entry["type"], style=entry.get("style", "titles"),
        navigation=entry.get("navigation", True), page=entry.get("page", ""), fill=tuple(entry.get("fill", ())), **words,
    )
