"""What publishing a page would change on the mirrors: computed by the builder, which the settings name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

SHOWN = 100  # pages of a site that are listed; the rest is a number


@dataclass(frozen=True)
class ImpactedPage:
    """A page that readers open and that would change: its site, path and address, what it is called, and why."""

    site: str
    path: str
    url: str
    title: str
    reason: str


@dataclass(frozen=True)
class Impact:
    """What would change; `files` counts data, feeds, pictures and the like besides. `problem` says why it cannot be told."""

    pages: tuple[ImpactedPage, ...] = ()
    files: int = 0
    problem: str = ""

    @property
    def sites(self) -> list[str]:
        return sorted({page.site for page in self.pages})

    @property
    def reasons(self) -> list[str]:
        """Return the reasons, each once, in the order of the pages."""
        return list(dict.fromkeys(page.reason for page in self.pages))

    def by_site(self) -> Iterator[tuple[str, list[ImpactedPage], int]]:
        """Yield each site with the first of its pages, and how many more there are."""
        for site, pages in groupby(sorted(self.pages, key=attrgetter("site")), key=attrgetter("site")):
            found = list(pages)
            yield site, found[:SHOWN], max(0, len(found) - SHOWN)


def impact_of(page_id: int, *, user: Any = None) -> Impact:
    """Return what publishing the latest draft of a page would change."""
    compute: Callable[..., Impact] = import_string(settings.PUBLISHING_IMPACT)
    return compute(page_id, user=user)
