"""Addresses where pages were, as records."""

from collections.abc import Iterable, Iterator
from typing import Any

from cms.export.pages import local_minute
from cms.publishing.models import FormerAddress, PublishedAddress, Withdrawal, WithdrawalKind
from cms.records import TombstoneRecord

LONGEST_CHAIN = 5  # of pages that were replaced by pages that were replaced


def export_tombstones(numbers: Iterable[int] | None = None) -> Iterator[TombstoneRecord]:
    """Yield what is to be said at every address where a page was; `numbers` limits it to some of them."""
    rows = FormerAddress.objects.order_by("pk")
    if numbers is not None:
        chosen = list(numbers)
        if not chosen:
            return
        rows = rows.filter(pk__in=chosen)
    pages = rows.order_by().values("page_id")
    live = set(PublishedAddress.objects.filter(pk__in=pages).values_list("pk", flat=True))
    withdrawn = {each.pk: each for each in Withdrawal.objects.filter(pk__in=pages)}
    _follow_replacements([each for each in withdrawn.values() if each.replacement_page])
    for number, site, path, page in rows.values_list("id", "site", "path", "page_id").iterator():
        fate = {"fate": "moved", "target": page} if page in live else _fate(withdrawn.get(page))
        yield TombstoneRecord(id=number, site=site, path=path, page=page, **fate)


def _follow_replacements(withdrawn: list[Withdrawal]) -> None:
    """Let each replacement that was itself replaced later be the last one."""
    for _ in range(LONGEST_CHAIN):
        targets = {each.replacement_page for each in withdrawn if each.replacement_page}
        replaced = Withdrawal.objects.filter(pk__in=targets, kind=WithdrawalKind.REPLACED)
        further = {each.pk: each for each in replaced} if targets else {}
        if not further:
            return
        for each in withdrawn:
            later = further.get(each.replacement_page or 0)
            if later is not None:
                each.replacement_page, each.replacement_url = later.replacement_page, later.replacement_url


def _fate(withdrawal: Withdrawal | None) -> dict[str, Any]:
    """Return what became of a page that is not published any more."""
    if withdrawal is None or withdrawal.kind == WithdrawalKind.GONE:
        return {"fate": "gone"}
    if withdrawal.kind == WithdrawalKind.NOTICE:
        since = local_minute(withdrawal.at)[:10]
        return {"fate": "notice", "title": withdrawal.title, "notice": withdrawal.notice, "since": since}
    return {"fate": "replaced", "target": withdrawal.replacement_page or 0, "url": withdrawal.replacement_url}
