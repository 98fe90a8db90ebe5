"""What the seeded cluster consists of, before anything is written: values without a database.

A page is named by its site, the path of its channel and its slug; that name is also how a second run finds it again.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from content_fixtures.markup import Part


@dataclass(frozen=True, kw_only=True)
class ChannelPlan:
    site: str
    path: str
    slug: str
    title: str
    type: str
    description: str
    keywords: str
    style: str
    navigation: bool
    page: str = ""
    fill: tuple[Any, ...] = ()

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, kw_only=True)
class PagePlan:
    """What every kind of content has; `picture` and `annexes` are names in the catalogues."""

    site: str
    channel: str
    slug: str
    title: str
    published: datetime
    summary: str = ""
    source: str = ""
    author: str = ""
    keywords: str = ""
    picture: str = ""
    parts: tuple[Part, ...] = ()
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ArticlePlan(PagePlan):
    """`about` is the slug of the document that the article interprets; `places` whom it also concerns."""

    genre: str = "news"
    editor: str = ""
    tags: tuple[str, ...] = ()
    about: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentPlan(PagePlan):
    """`joint` are the organisations that issued it with `publisher`. `values` are further fields of the model; `relations` are
    (type, slug of another document). `original`: the text as signed is attached, too."""

    publisher: str
    created: date
    joint: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    relations: tuple[tuple[str, str], ...] = ()
    interprets: str = ""
    original: bool = False


@dataclass(frozen=True, kw_only=True)
class GuidePlan(PagePlan):
    values: dict[str, Any]
    materials: tuple[dict[str, str], ...]
    steps: tuple[dict[str, str], ...]
    questions: tuple[dict[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class OrganisationPlan(PagePlan):
    organisation: str
    values: dict[str, Any]
    departments: tuple[dict[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class LeaderPlan(PagePlan):
    organisation: str
    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class GalleryPlan(PagePlan):
    """`pictures` are (name in the catalogue, caption)."""

    pictures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class TopicPlan(PagePlan):
    """`sections` are (title, channel path, count)."""

    sections: tuple[tuple[str, str, int], ...]
    archived: date | None = None


@dataclass(frozen=True, kw_only=True)
class AliasPlan:
    """A page of another site that is also shown here (引用)."""

    site: str
    channel: str
    slug: str
    original: PagePlan


@dataclass(frozen=True, kw_only=True)
class ClusterPlan:
    channels: tuple[ChannelPlan, ...]
    pages: tuple[PagePlan, ...]
    aliases: tuple[AliasPlan, ...]
