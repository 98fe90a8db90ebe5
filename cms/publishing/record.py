"""Adds facts to the Change feed."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from wagtail.models import Page

from cms.cluster.models import ChannelPage
from cms.publishing import addresses
from cms.publishing.models import Action, Change, Switch
from cms.publishing.places import outline
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
    record_pages([page], action, cause=cause, by=by)


def record_pages(pages: Iterable[Page], action: Any, *, cause: str = "", by: Any = None) -> None:
    """Append one fact for each page, and one for each tombstone that this concerns; pages need only `id`, `path` and class."""
    pages = list(pages)
    tree = outline(gone=tuple(page.path for page in pages) if action == Action.WITHDRAW else ())
    facts = page_changes(pages, action, tree.sites, cause=cause, by=by)
    record_changes([*facts, *addresses.follow(pages, tree, cause=cause)])


def record_subtree(page: Page, *, cause: str) -> None:
    """Append that every live page from this one down changed: its address moved, or who may read it.

    An alias (引用) names the address of its original as the one that counts, wherever it is itself.
    """
    concerned = Q(path__startswith=page.path) | Q(alias_of__path__startswith=page.path)
    rows = Page.objects.filter(concerned, live=True).specific(defer=True)
    record_pages(rows, Action.CHANGE, cause=cause)


def record_move(page: Page) -> None:
    """Append that a page is at another place, with all that is below it.

    The channels beside it may have made room: their order is the last step of their path, and part of what they are.
    """
    record_subtree(page, cause="移动")
    beside = Page.objects.filter(path__startswith=page.path[: -Page.steplen], depth=page.depth, live=True).exclude(pk=page.pk)
    record_pages(beside.exact_type(ChannelPage), Action.CHANGE, cause="排序")


def record_site(key: str, *, cause: str) -> None:
    """Append that the profile of a site changed; other sites name it too, so all of them are concerned."""
    keys = set(site_keys_by_path().values()) | {key}
    changes = [Change(site=each, kind="site", object_key=f"site:{each}", action=Action.CHANGE, cause=cause) for each in sorted(keys)]
    if Switch.objects.filter(site="").exists():  # what is switched on for the whole cluster holds for a new site, too
        changes.append(Change(site=key, kind="switch", object_key=f"switch:{key}", action=Action.CHANGE, cause=cause))
    record_changes(changes)


def record_switch(site: str, *, cause: str, by: Any = None) -> None:
    """Append that an emergency switch of a site changed; with "" for the site, that of every site."""
    keys = [site] if site else sorted(set(site_keys_by_path().values()))
    record_changes(
        Change(site=key, kind="switch", object_key=f"switch:{key}", action=Action.CHANGE, cause=cause, by=by) for key in keys
    )


def record_left_scope(switch: Switch) -> None:
    """Append that a switch no longer holds where it did, if it is about to be saved for another site."""
    for site in Switch.objects.filter(pk=switch.pk).exclude(site=switch.site).values_list("site", flat=True):
        record_switch(site, cause="紧急开关变更")


def record_everything(*, cause: str) -> None:
    """Append that anything may have changed: consumers compare it all by digest."""
    keys = sorted(set(site_keys_by_path().values())) or [""]
    record_changes(
        Change(site=key, kind=EVERYTHING, object_key=EVERYTHING, action=Action.CHANGE, cause=cause) for key in keys
    )


def page_changes(
    pages: Iterable[Page], action: Any, sites: dict[str, str], *, cause: str = "", by: Any = None
) -> list[Change]:
    """Return one fact for each page; `sites` are the keys of sites by the tree path of their home page."""
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
