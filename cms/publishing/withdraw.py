"""Takes a page off the mirrors, and says what readers find at its address from then on."""

from typing import Any, NamedTuple

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from cms.cluster.models import HomePage
from cms.publishing import record
from cms.publishing.addresses import tombstone_changes, tombstones_of
from cms.publishing.models import FormerAddress, PublishedAddress, Withdrawal, WithdrawalKind
from cms.publishing.places import parts_of
from cms.publishing.sites import site_keys_by_path

CHOSEN = ["site", "kind", "title", "replacement_page", "replacement_url", "notice", "reason", "at", "by"]


class Choice(NamedTuple):
    """What an editor chose for a page that is to be withdrawn."""

    kind: Any = WithdrawalKind.GONE
    replacement_page: int | None = None
    replacement_url: str = ""
    notice: str = ""
    reason: str = ""


def may_withdraw(page: Page, user: Any) -> bool:
    """Return whether a user may take a page off, or choose otherwise for one that is off already."""
    if issubclass(page.specific_class or Page, HomePage) or page.is_root():
        return False
    rights = page.permissions_for_user(user)
    if page.live:
        return bool(rights.can_unpublish())
    return bool(rights.can_publish()) and FormerAddress.objects.filter(page_id=page.pk).exists()


@transaction.atomic
def withdraw(page: Page, choice: Choice, user: Any) -> int:
    """Take off a page, its aliases, and all that is below it; return how many pages readers cannot open any more."""
    quoted = [page, *page.aliases.all()]
    pages = _taken_along(page, quoted)
    sites = site_keys_by_path()
    rows = [
        Withdrawal(
            page_id=each.pk, title=each.title, by=user, **choice._asdict(),
            site=next((key for path, key in sites.items() if each.path.startswith(path)), ""),
        )
        for each in pages
    ]
    Withdrawal.objects.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=["page_id"], update_fields=CHOSEN
    )
    if page.live:
        UnpublishPageAction(page.specific, user=user).execute(skip_permission_checks=True)
    # What was off already did not move, so nobody else says that its tombstone is another one now.
    record.record_changes(tombstone_changes(tombstones_of(each.pk for each in quoted), "撤稿"))
    return len(pages)


def _taken_along(page: Page, quoted: list[Page]) -> list[Page]:
    """Return the page, its aliases, and the pages below it that readers can open now."""
    pages = {each.pk: each for each in quoted}
    below = Page.objects.filter(path__startswith=page.path, live=True).exclude(pk=page.pk).only("title", "path")
    for part in parts_of(below):
        open_now = set(PublishedAddress.objects.filter(pk__in=[each.pk for each in part]).values_list("pk", flat=True))
        pages |= {each.pk: each for each in part if each.pk in open_now}
    return list(pages.values())
