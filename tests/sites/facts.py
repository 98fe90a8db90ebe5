"""What a crawler sees of a built page: written for the tests alone, without any of the builder's own code."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

RESOURCES = {
    "img": ("src", "srcset"), "source": ("src", "srcset"), "script": ("src",), "video": ("src", "poster"), "audio": ("src",),
    "iframe": ("src",), "use": ("href",), "image": ("href",), "object": ("data",), "embed": ("src",),
}
LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}


@dataclass
class Facts:
    """One page: its addresses, tags, ids, links, and what a strict security policy would refuse."""

    site: str
    path: str
    title: str = ""
    canonical: str = ""
    language: str = ""
    metas: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    headings: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    pictures_without_text: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Return what sort of page an address names."""
        if self.path == "/index.html":
            return "home"
        if self.path in ("/404.html", "/site_map.html"):
            return self.path.strip("/").removesuffix(".html")
        return "content" if re.search(r"/\d{6}/t\d{8}_\d+\.html$", self.path) else "channel"


class _Reader(HTMLParser):
    def __init__(self, facts: Facts) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = facts
        self._open = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        facts = self.facts
        values = {name: value or "" for name, value in attributes}
        self._open = tag
        self._note_everywhere(tag, values)
        match tag:
            case "html":
                facts.language = values.get("lang", "")
            case "meta" if "name" in values:
                facts.metas[values["name"]].append(values.get("content", ""))
            case "link":
                self._note_link(values.get("rel", ""), values.get("href", ""))
            case "a" | "area" if "href" in values:
                facts.links.append(values["href"])
            case "form":
                facts.forms.append(values.get("action", ""))
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                facts.headings.append(int(tag[1]))
            case "img" if "alt" not in values:
                facts.pictures_without_text.append(values.get("src", ""))

    def _note_link(self, relation: str, address: str) -> None:
        if relation == "canonical":
            self.facts.canonical = address
        elif LOADED_LINKS & set(relation.split()):
            self.facts.resources.append(address)
        else:
            self.facts.links.append(address)

    def _note_everywhere(self, tag: str, values: dict[str, str]) -> None:
        facts = self.facts
        if "id" in values:
            facts.ids.append(values["id"])
        if "data-footer" in values:
            facts.footer.append(values["data-footer"])
        if tag == "style" or (tag == "script" and "src" not in values and not values.get("type", "").startswith("application/")):
            facts.inline.append(tag)
        facts.inline += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]
        for name in RESOURCES.get(tag, ()):
            for part in values.get(name, "").split(","):
                if part.strip():
                    facts.resources.append(part.split()[0])

    def handle_data(self, data: str) -> None:
        if self._open == "title":
            self.facts.title += data

    def handle_endtag(self, tag: str) -> None:
        self._open = ""


def read_page(site: str, path: str, text: str) -> Facts:
    reader = _Reader(Facts(site, path))
    reader.feed(text)
    reader.close()
    return reader.facts


class BuiltSite:
    """A mirror on the disk."""

    def __init__(self, key: str, root: Path) -> None:
        self.key = key
        self.root = root
        self.files = {"/" + file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()}

    def text(self, path: str) -> str:
        return (self.root / path.lstrip("/")).read_text(encoding="utf-8")

    @cached_property
    def pages(self) -> list[Facts]:
        """Return every page, in order; fragments are parts of pages."""
        paths = sorted(path for path in self.files if path.endswith(".html") and not path.startswith("/_fragments/"))
        return [read_page(self.key, path, self.text(path)) for path in paths]

    def has(self, address: str) -> bool:
        """Return whether the path of an address, without what follows ? or #, is a file."""
        path = re.split(r"[?#]", address, maxsplit=1)[0]
        return (path + "index.html" if path.endswith("/") else path) in self.files


def address_of(site: str, path: str, port: int) -> str:
    """Return the address of a page while the mirrors are served on a port."""
    return f"http://{'www' if site == 'portal' else site}.localhost:{port}{path}"
