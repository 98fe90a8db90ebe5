"""Facts about pages that were saved without an action of Wagtail's that reports itself: an alias, a script, a slug.

What a page was before is looked up before it is saved and waits on the instance until it has been.
"""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from django.db.models import SET_NULL
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from cms.cluster.models import ChannelPage, HomePage
from cms.publishing import record
from cms.publishing.models import Action
from cms.publishing.sites import site_keys_by_path

# What Wagtail saves by itself beside a draft, and nobody outside sees.
INSIDE = frozenset((
    "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "locked", "locked_at",
    "locked_by", "numchild", "url_path",
))
BEFORE = "_before_it_was_saved"


class Before(NamedTuple):
    """What of a page decides what its saving means."""

    slug: str
    live: bool
    live_revision: int | None


def look_before(page: Page) -> None:
    """Remember what a page is in the database, which is about to change."""
    row = Page.objects.filter(pk=page.pk).values_list("slug", "live", "live_revision_id").first() if page.pk else None
    page.__dict__[BEFORE] = Before(*row) if row else None


def record_saved(page: Page, fields: Collection[str] | None) -> None:
    """Append what the saving of a page means to readers; `fields` are those that were saved, None for all."""
    before: Before | None = page.__dict__.pop(BEFORE, None)
    if fields is not None and INSIDE.issuperset(fields):
        return
    if before and before.live != page.live and page.specific_class is HomePage:
        record.record_everything(cause="站点首页上线或下线")  # a site without one is not published at all
    elif before and before.slug != page.slug and page.specific_class is ChannelPage:
        record.record_subtree(page, cause="地址变更")
    elif before and before.live and not page.live:
        record.record_page(page, Action.WITHDRAW)
    elif page.live and not _is_published_now(page, before):
        # An alias shows some of what its original says; Wagtail brings it up to date only when that is published.
        aliases = page.aliases.filter(live=True).specific(defer=True) if before else ()
        record.record_pages([page, *aliases], Action.CHANGE if before else Action.PUBLISH)


def _is_published_now(page: Page, before: Before | None) -> bool:
    """Return whether Wagtail is publishing a revision, which it reports itself as soon as the page is complete."""
    return before is not None and page.live_revision_id not in (None, before.live_revision)


def record_deleted(page: Page) -> None:
    """Append that a page is about to be deleted, and that those change that will no longer name it."""
    if type(page) is not page.specific_class:
        return  # Django deletes the row of the base class, too, and reports both
    if page.live:
        record.record_page(page, Action.WITHDRAW, cause="删除")
    for other in _losing_it(page):
        if not isinstance(other, Page):
            record_part(other)
        elif other.live:
            record.record_page(other, Action.CHANGE)


def _losing_it(page: Page) -> Iterator[Any]:
    """Yield pages, and what hangs on pages, whose reference to a page the database empties when that one is deleted."""
    for relation in type(page)._meta.get_fields(include_hidden=True):
        if relation.one_to_many and getattr(relation, "on_delete", None) is SET_NULL:
            model = relation.related_model
            if issubclass(model, Page) or any(isinstance(field, ParentalKey) for field in model._meta.concrete_fields):
                yield from model._default_manager.filter(**{relation.field.name: page.pk})


def record_part(part: Any) -> None:
    """Append that something that hangs on a page (a file, a tag, a block of the home page) changed."""
    field = next(field for field in part._meta.concrete_fields if isinstance(field, ParentalKey))
    page = Page.objects.filter(pk=getattr(part, field.attname), live=True).first()
    if page is not None:
        cause = f"{part._meta.verbose_name}变更"
        record.record_changes(record.page_changes([page], Action.CHANGE, site_keys_by_path(), cause=cause))
