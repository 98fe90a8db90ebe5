"""Writes a plan: channels, pictures, new and changed articles, and what the Change feed says about them."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from cms.articles.imports.channels import STEP, ChannelTree
from cms.articles.imports.pictures import store_picture
from cms.articles.imports.planning import Incoming, Plan, Stored, picture_ids
from cms.articles.models import ArticlePage, ArticleTag
from cms.cluster.models import ChannelPage
from cms.core.bulk import insert_pages
from cms.core.indexing import reindex_pages
from cms.core.tags import ensure_tags
from cms.publishing.models import Action
from cms.publishing.record import record_pages

CAUSE = "导入"
UPDATED = (
    "title", "draft_title", "published_at", "author", "source", "summary", "body", "lead_image", "last_published_at",
)


def apply_plan(plan: Plan, tree: ChannelTree) -> None:
    """Write what the plan says; call it in a transaction."""
    record_pages(tree.create(plan.channels), Action.PUBLISH, cause=CAUSE)
    _store_pictures(plan, tree)
    _insert(plan.new, plan, tree)
    _update(plan.changed, plan, tree)


def _store_pictures(plan: Plan, tree: ChannelTree) -> None:
    for one in [*plan.new, *(incoming for incoming, _ in plan.changed)]:
        profile = tree.sites[one.line.site]
        for digest, picture in one.body.pictures.items():
            if (profile.name, digest) not in plan.pictures:
                plan.pictures[profile.name, digest] = store_picture(picture, profile).pk


def _insert(new: Sequence[Incoming], plan: Plan, tree: ChannelTree) -> None:
    tags = ensure_tags(tag for one in new for tag in one.line.tags)
    channels = {one.address: tree.get(*one.address) for one in new}
    parents = ChannelPage.objects.in_bulk([channel.id for channel in channels.values()])
    placements = []
    for one in new:
        channel = channels[one.address]
        page = ArticlePage(slug=one.line.slug, genre=channel.genre)
        _fill(page, one, picture_ids(one, plan.pictures, tree))
        page.tagged_items = [ArticleTag(tag=tags[name]) for name in one.line.tags]
        placements.append((parents[channel.id], page))
    record_pages(insert_pages(placements), Action.PUBLISH, cause=CAUSE)


def _update(changed: Sequence[tuple[Incoming, Stored]], plan: Plan, tree: ChannelTree) -> None:
    if not changed:
        return
    tags = ensure_tags(tag for one, _ in changed for tag in one.line.tags)
    incoming = {stored.id: one for one, stored in changed}
    unrevised = []
    for page in ArticlePage.objects.filter(pk__in=incoming):
        one = incoming[page.pk]
        _fill(page, one, picture_ids(one, plan.pictures, tree))
        page.tagged_items = [ArticleTag(tag=tags[name]) for name in one.line.tags]
        if page.latest_revision_id:
            _save_with_revision(page)
        else:
            unrevised.append(page)
    _save_plainly(unrevised)
    for one, stored in changed:
        channel = tree.get(*one.address)
        if stored.path[:-STEP] != channel.path:
            ArticlePage.objects.get(pk=stored.id).move(ChannelPage.objects.get(pk=channel.id), pos="last-child")


def _fill(page: ArticlePage, one: Incoming, ids: dict[str, int]) -> None:
    line = one.line
    page.title = page.draft_title = line.title
    page.published_at = one.published
    page.author, page.source, page.summary = line.author, line.source, line.summary
    body: Any = one.stream(ids)  # the field turns raw data into a stream
    page.body = body
    if page.lead_image_id is None and ids:
        page.lead_image_id = ids[next(iter(one.body.pictures))]


def _save_with_revision(page: ArticlePage) -> None:
    """Save a page that was edited by hand: its form shows the newest revision, so there has to be a new one."""
    if page.live:
        page.save_revision().publish()
    else:
        page.save()
        page.save_revision()


def _save_plainly(pages: Sequence[ArticlePage]) -> None:
    """Save pages that have no revisions, in bulk; one that was withdrawn stays withdrawn."""
    now = timezone.now()
    for page in pages:
        if page.live:
            page.last_published_at = now
    ArticlePage.objects.bulk_update(pages, UPDATED, batch_size=100)
    # Without a signal for each: the pages themselves are reported below.
    ArticleTag.objects.filter(content_object__in=pages)._raw_delete(connection.alias)
    ArticleTag.objects.bulk_create(item for page in pages for item in page.tagged_items.all())
    reindex_pages(ArticlePage, [page.pk for page in pages])
    record_pages([page for page in pages if page.live], Action.PUBLISH, cause=CAUSE)
