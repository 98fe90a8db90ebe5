"""Whether mirrors are as readers may find them at any moment: every file whole, no link to what is not there."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from tests.site_builder.cluster import tree

LINK = re.compile(r'(?:href|src)="([^"#?]+)"|<(?:loc|link)>([^<]+)<')
OTHER_SITE = re.compile(r"http://(portal|gaoping)\.localhost(/.*|$)")
ENTRANCES = ("index.html", "rss.xml", "sitemap.xml", "404.html", "site_map.html")


def mirrors_of(root: Path) -> dict[str, bytes]:
    """Return every file that a reader may ask for."""
    return {path: data for path, data in tree(root / "mirrors").items() if not path.startswith(".")}


@lru_cache(2000)
def links_of(site: str, data: bytes) -> frozenset[str]:
    """Return the files of the cluster's mirrors that a page or feed links to."""
    found = set()
    for match in LINK.finditer(data.decode()):
        address = match[1] or match[2]
        elsewhere = OTHER_SITE.fullmatch(address)
        if elsewhere:
            address = elsewhere[1] + (elsewhere[2] or "/")
        elif address.startswith("/"):
            address = site + address
        else:
            continue
        found.add(address + "index.html" if address.endswith("/") else address)
    return frozenset(found)


def broken_links(files: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """Return the links that lead nowhere, on whatever a reader may come to.

    That is what was there before, and what can be reached from there. Pages that are just being withdrawn may link to each other.
    """
    waiting = [path for path in files if path in old or path.partition("/")[2] in ENTRANCES]
    seen, broken = set(waiting), []
    while waiting:
        path = waiting.pop()
        if not path.endswith((".html", ".xml")):
            continue
        for link in links_of(path.partition("/")[0], files[path]):
            if link not in files:
                if path in new or link in new or link not in old:
                    broken.append(f"{path} → {link}")
            elif link not in seen:
                seen.add(link)
                waiting.append(link)
    return broken


def assert_old_or_new(files: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """Check mirrors in the middle of a publication, or after one that was broken off."""
    torn = [path for path, data in files.items() if data not in (old.get(path), new.get(path))]
    assert not torn, torn[:5]
    assert [path for path in old.keys() & new.keys() if path not in files] == []
    broken = broken_links(files, old, new)
    assert not broken, broken[:5]


def assert_readable(files: Mapping[str, bytes]) -> None:
    """Check that every file is whole as its kind can tell."""
    for path, data in files.items():
        if path.endswith(".html") and "_fragments/" not in path and "_moved/" not in path:
            assert data.rstrip().endswith(b"</html>"), path
        elif path.endswith(".json"):
            json.loads(data)


def assert_nothing_left(root: Path) -> None:
    """Check that neither staged files nor a journal remain."""
    left = [file for folder in ("mirrors/.staging", "state/journal") for file in (root / folder).rglob("*") if file.is_file()]
    assert not left, left
