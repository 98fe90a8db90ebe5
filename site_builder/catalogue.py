"""The disclosure catalogue: the lists that documents are filed in, of each site and of the whole cluster, and where they are.

A list is named `SCOPE/PLACE`. The scope is the key of a site, or nothing for the cluster, whose lists are on the head's
mirror. A place is `documents` (all of them), `library` (those with a document number), or a facet and one of its values:
`theme-02`, `theme-0201`, `organisation-school`, `year-2026`. Only what has documents is there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from cms.records import Filing, Record
from site_builder.members import Members

HEAD = "portal"  # the site that has the catalogue of the whole cluster besides its own
CLUSTER = ""
FOLDER, FOLDER_OF_ALL = "/catalogue", "/catalogue/all"
DOCUMENTS, LIBRARY = "documents", "library"
TITLE, TITLE_OF_LIBRARY = "政府信息公开目录", "规范性文件库"
OF_ALL = "全市"
FACETS = {
    "theme": "主题分类", "genre": "体裁分类", "organisation": "机构分类", "audience": "服务对象分类",
    "category": "组配分类", "year": "年度",
}
# Without the underscore, which comes before the number of a list page.
PLAIN = re.compile(r"[A-Za-z0-9-]+")


class Filed(NamedTuple):
    """A place of a document, the words for it, and the place that it is a part of."""

    place: str
    label: str
    within: str = ""


class Value(Record, frozen=True, kw_only=True):
    """A value of a facet that has documents: how many, and its parts."""

    place: str
    label: str
    count: int
    parts: tuple["Value", ...] = ()


def slug(value: str) -> str:
    """Return what stands for a value in addresses: itself, or where it is words, eight digits that follow from them alone."""
    return value if PLAIN.fullmatch(value) else blake2b(value.encode(), digest_size=4).hexdigest()


def places_of(filing: Filing) -> Iterator[Filed]:
    """Yield every place of a document, each once."""
    yield Filed(DOCUMENTS, "全部文件")
    group, _, part = filing.theme.partition("\\")
    whole = f"theme-{slug(filing.theme_code[:2])}"
    yield Filed(whole, group)
    if part:
        yield Filed(f"theme-{slug(filing.theme_code)}", f"{group}·{part}", whole)
    if filing.genre_code:
        yield Filed(f"genre-{slug(filing.genre_code)}", filing.genre)
    for key, name in filing.issuers.items():
        yield Filed(f"organisation-{slug(key)}", name)
    yield from _audiences(filing)
    if filing.category:
        yield Filed(f"category-{slug(filing.category)}", filing.category)
    yield Filed(f"year-{filing.year}", f"{filing.year}年")
    if filing.in_library:
        yield Filed(LIBRARY, TITLE_OF_LIBRARY)
        yield Filed(year_place(filing.year), f"规范性文件库（{filing.year}年）")


def _audiences(filing: Filing) -> Iterator[Filed]:
    groups = set()
    for audience in sorted(set(filing.audiences)):
        group, _, part = audience.partition("/")
        whole = f"audience-{slug(group)}"
        if group not in groups:
            groups.add(group)
            yield Filed(whole, group)
        if part:
            yield Filed(f"audience-{slug(audience)}", f"{group}·{part}", whole)


def year_place(year: str) -> str:
    """Return the place of the library's documents of a year: a file of data, not a page."""
    return f"{LIBRARY}-{year}"


def is_data(name: str) -> bool:
    """Return whether a list is a file of data alone."""
    return name.partition("/")[2].startswith(f"{LIBRARY}-")


def facet_of(place: str) -> str:
    """Return the facet of a place; empty for those that are of none."""
    facet = place.partition("-")[0]
    return facet if facet in FACETS else ""


def scopes_of(filing: Filing, site: str) -> tuple[str, ...]:
    """Return the scopes that a document is filed in; an alias is not counted once more for the cluster."""
    return (site,) if filing.is_alias else (site, CLUSTER)


def scopes_on(site: str) -> tuple[str, ...]:
    """Return the scopes whose catalogues are on the mirror of a site."""
    return (site, CLUSTER) if site == HEAD else (site,)


def mirror_of(scope: str) -> str:
    """Return the site on whose mirror the catalogue of a scope is."""
    return scope or HEAD


def split(name: str) -> tuple[str, str]:
    """Return (scope, place) of the name of a list."""
    scope, _, place = name.partition("/")
    return scope, place


def list_address(name: str, number: int = 0) -> str:
    """Return the address of page `number` of a list; 0 is the newest."""
    scope, place = split(name)
    part = f"_{number}" if number else ""
    return f"{folder_of(scope)}/{place}{part}.{'json' if is_data(name) else 'html'}"


def entry_address(scope: str) -> str:
    return f"{folder_of(scope)}/index.html"


def title_of(scope: str, words: str = TITLE) -> str:
    """Return the heading of a scope's catalogue, or of its library."""
    return words if scope else OF_ALL + words


def folder_of(scope: str) -> str:
    return FOLDER if scope else FOLDER_OF_ALL


class Catalogue:
    """Which documents are filed where. `lists` has no empty ones."""

    def __init__(self, documents: Iterable[tuple[str, str, int, Filing]]) -> None:
        """Take (site, sort key, number, filing) of every document."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for site, sort, number, filing in documents:
            for name in names_of(filing, site):
                found[name].append((sort, number))
        self.lists = {name: Members(pairs) for name, pairs in found.items()}

    def add(self, site: str, sort: str, number: int, filing: Filing) -> None:
        for name in names_of(filing, site):
            self.lists.setdefault(name, Members(())).add(sort, number)

    def discard(self, site: str, sort: str, filing: Filing) -> None:
        for name in names_of(filing, site):
            members = self.lists.get(name)
            if members is not None:
                members.discard(sort)
                if not members.ids:
                    del self.lists[name]

    def of_scope(self, scope: str) -> list[str]:
        """Return the names of the lists of a scope, in order."""
        return sorted(name for name in self.lists if name.startswith(f"{scope}/"))

    def has(self, name: str) -> bool:
        return name in self.lists


def names_of(filing: Filing, site: str) -> Iterator[str]:
    """Yield the names of the lists that a document of a site is in."""
    scopes = scopes_of(filing, site)
    for place, _, _ in places_of(filing):
        for scope in scopes:
            yield f"{scope}/{place}"
