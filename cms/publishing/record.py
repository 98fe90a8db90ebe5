"""Adds facts to the Change feed."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from wagtail.models import Page

from cms.publishing.models import Action, Change
from cms.publishing.sites import site_keys_by_path

EVERYTHING = "everything"


def record_changes(changes: Iterable[Change]) -> None:
    """Append facts; call it in the transaction of what they report.

    Writers do not wait for each other, so numbers may become visible in another order: see `position`. There a reader
    judges by the numbers of transactions; the transaction therefore has its number before its first fact has one.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()")
        Change.objects.bulk_create(changes, batch_size=2000)


def record_page(page: Page, action: Any, *, cause: str = "", by: Any = None) -> None:
    """Append that a page was published, changed or withdrawn: `action` is an `Action`."""
    record_changes(_changes([page], action, cause, by))


def record_pages(pages: Iterable[Page], action: Any, *, cause: str = "", by: Any = None) -> None:
    """Append one fact for each page; pages need only `id`, `path` and their class."""
    record_changes(_changes(pages, action, cause, by))


def record_subtree(page: Page, *, cause: str) -> None:
    """Append that every live page from this one down changed: its address moved, or who may read it."""
    rows = Page.objects.filter(path__startswith=page.path, live=True).specific(defer=True)
    record_pages(rows, Action.CHANGE, cause=cause)


def has_another_slug(page: Page) -> bool:
    """Return whether a page is about to be saved with a slug that is not the one it has."""
    return Page.objects.filter(pk=page.pk).exclude(slug=page.slug).exists()


def record_site(key: str, *, cause: str) -> None:
    """Append that the profile of a site changed; other sites name it too, so all of them are concerned."""
    keys = set(site_keys_by_path().values()) | {key}
    record_changes(
        Change(site=each, kind="site", object_key=f"site:{each}", action=Action.CHANGE, cause=cause) for each in sorted(keys)
    )


def record_everything(*, cause: str) -> None:
    """Append that anything may have changed: consumers compare it all by digest."""
    keys = sorted(set(site_keys_by_path().values()))
    record_changes(
        Change(site=key, kind=EVERYTHING, object_key=EVERYTHING, action=Action.CHANGE, cause=cause) for key in keys
    )


def _changes(pages: Iterable[Page], action: Any, cause: str, by: Any) -> list[Change]:
    sites = site_keys_by_path()
    found = []
    for page in pages:
        site = next((key for path, key in sites.items() if page.path.startswith(path)), "")
        kind, key = identify(page, site)
        found.append(Change(site=site, kind=kind, object_key=key, action=action, cause=cause, by=by))
    return found


def identify(page: Page, site: str) -> tuple[str, str]:
    """Return the kind of a page of a site, and the key under which the feed speaks of it."""
    name = page.specific_class.__name__ if page.specific_class else ""
    if name == "HomePage":
        return "home", f"home:{site}"
    if name == "ChannelPage":
        return "channel", f"channel:{page.pk}"
    return "content", f"content:{page.pk}"
