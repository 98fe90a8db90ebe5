"""Follows where pages are on the mirrors, so that every address that was ever published keeps an answer.

Whoever adds facts about pages to the Change feed calls `follow`: it compares where the pages are now with where they
were, whatever moved them, and returns further facts, about the tombstones that came, changed or went.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Site

from cms.cluster.models import ChannelPage
from cms.publishing.models import Action, Change, FormerAddress, PublishedAddress, Withdrawal
from cms.publishing.places import Address, Outline, among, find_places, outline, parts_of

INDEX = "/index.html"


class Move(NamedTuple):
    """From where to where a page went; None is "not published"."""

    page: int
    old: Address | None
    new: Address | None


def follow(pages: Iterable[Page], tree: Outline, *, cause: str = "") -> list[Change]:
    """Take note of where pages are now; return facts about tombstones. Pages that are soon deleted are hidden in the outline."""
    given = list(pages)
    moves = _find_moves({page.pk for page in given}, tree)
    moved = {move.page for move in moves}
    channels = [page.path for page in given if page.pk in moved and page.specific_class is ChannelPage]
    if channels:
        # A channel that appears, moves or disappears takes along everything below it.
        moves += _find_moves(_below(channels) - {page.pk for page in given}, tree)
    return _apply(moves, cause)


def follow_site(key: str, site: Site, *, cause: str) -> list[Change]:
    """The same for all that is or was on a site, after its key or its home page became another one."""
    numbers = _below([site.root_page.path]) | set(PublishedAddress.objects.filter(site=key).values_list("pk", flat=True))
    return _apply(_find_moves(numbers, outline()), cause)


def follow_everything(*, cause: str) -> list[Change]:
    """The same for the whole cluster: for what was changed behind the back of Django."""
    numbers = set(Page.objects.filter(live=True).values_list("pk", flat=True))
    return _apply(_find_moves(numbers | set(PublishedAddress.objects.values_list("pk", flat=True)), outline()), cause)


def tombstones_of(pages: Iterable[int]) -> set[tuple[int, str]]:
    """Return (id, site) of the tombstones at the addresses of some pages, and of those pages that they replaced."""
    found: set[tuple[int, str]] = set()
    seen: set[int] = set()
    asked = set(pages)
    while asked:
        seen |= asked
        replaced: set[int] = set()
        for part in parts_of(sorted(asked)):
            former = FormerAddress.objects.filter(**among("page_id", part)).values_list("pk", "site", "page_id")
            found.update((number, site) for number, site, page in former if page in asked)
            rows = Withdrawal.objects.filter(**among("replacement_page", part)).values_list("pk", "replacement_page")
            replaced.update(page for page, target in rows if target in asked)
        asked = replaced - seen
    return found


def tombstone_changes(tombstones: Iterable[tuple[int, str]], cause: str) -> list[Change]:
    """Return the facts that some tombstones, given as (id, site), are other ones now."""
    return [
        Change(site=site, kind="tombstone", object_key=f"tombstone:{number}", action=Action.CHANGE, cause=cause)
        for number, site in sorted(tombstones)
    ]


def _below(paths: list[str]) -> set[int]:
    """Return the ids of the live pages at some tree paths and below."""
    condition = Q()
    for path in paths:
        condition |= Q(path__startswith=path)
    return set(Page.objects.filter(condition, live=True).values_list("pk", flat=True))


def _find_moves(numbers: set[int], tree: Outline) -> list[Move]:
    known: dict[int, Address] = {}
    for part in parts_of(sorted(numbers)):
        rows = PublishedAddress.objects.filter(**among("pk", part)).values_list("pk", "site", "path")
        known |= {number: Address(site, path) for number, site, path in rows}
    now = find_places(numbers, tree)
    return [
        Move(number, known.get(number), now.get(number)) for number in sorted(numbers)
        if known.get(number) != now.get(number)
    ]


def _apply(moves: list[Move], cause: str) -> list[Change]:
    """Write down where pages are and were; all addresses are known before the first is written, so pages may trade them."""
    if not moves:
        return []
    taken = {move.new for move in moves if move.new}
    tombstones = _clear(moves)
    left = {move.old: move.page for move in moves if move.old and move.old not in taken}
    now = timezone.now()
    FormerAddress.objects.bulk_create(
        [FormerAddress(site=site, path=path, page_id=page, since=now) for (site, path), page in left.items()],
        batch_size=1000, update_conflicts=True, unique_fields=["path", "site"], update_fields=["page_id", "since"],
    )
    PublishedAddress.objects.bulk_create(
        [PublishedAddress(move.page, *move.new) for move in moves if move.new],
        batch_size=1000, update_conflicts=True, unique_fields=["page_id"], update_fields=["site", "path"],
    )
    for part in parts_of(move.page for move in moves if not move.new):
        PublishedAddress.objects.filter(pk__in=part).delete()
    _forget_withdrawals({move.page for move in moves if not move.old})
    return tombstone_changes(tombstones | tombstones_of(move.page for move in moves), cause)


def _clear(moves: list[Move]) -> set[tuple[int, str]]:
    """Take away the tombstones at addresses where a page is live again; return (id, site) of them."""
    # The address of a page names the page, so only that of a channel can have been another one's.
    taken = {move.new: move.page for move in moves if move.new}
    channels = [path for _, path in taken if path.endswith(INDEX)]
    queries = [FormerAddress.objects.filter(path__in=part) for part in parts_of(channels)]
    queries += [FormerAddress.objects.filter(**among("page_id", part)) for part in parts_of(sorted(taken.values()))]
    rows = {row for query in queries for row in query.values_list("pk", "site", "path")}
    cleared = {(number, site) for number, site, path in rows if Address(site, path) in taken}
    for part in parts_of(number for number, _ in cleared):
        FormerAddress.objects.filter(pk__in=part).delete()
    return cleared


def _forget_withdrawals(pages: set[int]) -> None:
    """Forget how pages were withdrawn that are published again."""
    for part in parts_of(sorted(pages)):
        found = Withdrawal.objects.filter(**among("pk", part)).values_list("pk", flat=True)
        again = pages.intersection(found)
        if again:
            Withdrawal.objects.filter(pk__in=again).delete()
