"""Compares a chunk of lines with what is stored: what is new, what differs, what cannot be done. Writes nothing."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.contrib.contenttypes.models import ContentType
from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.models import Page

from cms.articles.imports.bodies import Body
from cms.articles.imports.channels import STEP, Address, ChannelTree
from cms.articles.imports.lines import ArticleLine
from cms.articles.imports.pictures import StoredPictures, find_stored
from cms.articles.models import ArticlePage, ArticleTag

NAMESPACE = uuid.UUID("6d0e3f3c-9d0b-5f5e-8a35-0c4b8f1d2a77")

_decode_stream = msgspec.json.decode


@dataclass(slots=True)
class Incoming:
    """A good line: its number in the file, its fields, and its body ready to store."""

    number: int
    line: ArticleLine
    published: datetime
    body: Body

    @property
    def address(self) -> Address:
        return self.line.site, self.line.section

    def stream(self, ids: dict[str, int]) -> list[dict[str, Any]]:
        """Return the raw body; the block's id is the same in every import, so that equal bodies are equal."""
        block_id = str(uuid.uuid5(NAMESPACE, f"{self.line.site}/{self.line.slug}"))
        return [{"type": "html", "value": self.body.with_ids(ids), "id": block_id}]

    def facts(self, ids: dict[str, int]) -> tuple[Any, ...]:
        """Return all that the file decides about a stored article, but its channel."""
        line = self.line
        return (
            line.title, self.published, line.author, line.source, line.summary, sorted(line.tags), self.stream(ids)
        )


@dataclass(slots=True)
class Stored:
    """An article that is in the database."""

    id: int
    path: str
    facts: tuple[Any, ...]


@dataclass
class Plan:
    """What is to be done with a chunk."""

    new: list[Incoming] = field(default_factory=list)
    changed: list[tuple[Incoming, Stored]] = field(default_factory=list)
    unchanged: int = 0
    channels: dict[Address, str] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)
    pictures: StoredPictures = field(default_factory=dict)


def plan_chunk(chunk: Sequence[Incoming], tree: ChannelTree) -> Plan:
    """Return what to do; the number of queries does not depend on the number of lines."""
    plan = Plan()
    known = _check_channels(chunk, tree, plan)
    slugs = {one.line.slug for one in known}
    stored = _find_stored(slugs, tree)
    occupied = _find_occupied(slugs)
    plan.pictures = find_stored(digest for one in known for digest in one.body.pictures)
    for one in known:
        found = stored.get((one.line.site, one.line.slug))
        channel = tree.find(*one.address)
        stays = found is not None and channel is not None and found.path[:-STEP] == channel.path
        if not stays and channel and (channel.path, one.line.slug) in occupied:
            plan.problems[one.number] = f"文章标识“{one.line.slug}”在栏目“{one.line.section}”中已被其他页面占用"
        elif found is None:
            plan.new.append(one)
        elif stays and found.facts == one.facts(picture_ids(one, plan.pictures, tree)):
            plan.unchanged += 1
        else:
            plan.changed.append((one, found))
    return plan


def picture_ids(one: Incoming, pictures: StoredPictures, tree: ChannelTree) -> dict[str, int]:
    """Return the ids of a line's pictures in its own site's part of the library, by hash."""
    owner = tree.sites[one.line.site].name
    return {digest: pictures[owner, digest] for digest in one.body.pictures if (owner, digest) in pictures}


def _check_channels(chunk: Sequence[Incoming], tree: ChannelTree, plan: Plan) -> list[Incoming]:
    """Return the lines whose site is known and whose channel is there or can be created."""
    known: list[Incoming] = []
    missing: dict[Address, str] = {}
    for one in chunk:
        if one.line.site not in tree.sites:
            plan.problems[one.number] = f"没有站点“{one.line.site[:40]}”"
            continue
        known.append(one)
        if tree.find(*one.address) is None:
            missing.setdefault(one.address, one.line.section_name)
    needed = {address: tree.missing(*address) for address in missing}
    occupied = tree.find_occupied({part for parts in needed.values() for part in parts})
    blocked = {address for address, parts in needed.items() if occupied.intersection(parts)}
    plan.channels = {address: name for address, name in missing.items() if address not in blocked}
    for one in known:
        if one.address in blocked:
            plan.problems[one.number] = f"栏目路径“{one.line.section}”已被其他页面占用"
    return [one for one in known if one.address not in blocked]


def _find_stored(slugs: set[str], tree: ChannelTree) -> dict[tuple[str, str], Stored]:
    """Return the articles with these slugs by site and slug."""
    names = ("id", "path", "slug", "title", "published_at", "author", "source", "summary")
    rows = ArticlePage.objects.filter(slug__in=slugs, alias_of=None).annotate(raw=Cast("body", TextField()))
    found = list(rows.order_by("-id").values_list(*names, "raw"))
    tags: defaultdict[int, list[str]] = defaultdict(list)
    if found:
        links = ArticleTag.objects.filter(content_object_id__in=[row[0] for row in found])
        for page_id, tag in links.values_list("content_object_id", "tag__name"):
            tags[page_id].append(tag)
    return {
        (tree.site_of(path), slug): Stored(pk, path, (*facts, sorted(tags[pk]), _decode_stream(raw)))
        for pk, path, slug, *facts, raw in found
    }


def _find_occupied(slugs: set[str]) -> set[tuple[str, str]]:
    """Return the slugs that pages of other kinds have, each with the place of its parent."""
    article = ContentType.objects.get_for_model(ArticlePage)
    rows = Page.objects.filter(slug__in=slugs).exclude(content_type=article, alias_of=None)
    return {(path[:-STEP], slug) for path, slug in rows.values_list("path", "slug")}
