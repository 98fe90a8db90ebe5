"""Writes down what was found altered on the mirrors, for staff to see, and that it was restored."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.utils import timezone

from cms.publishing.models import Incident, Tampering
from site_builder.verifier.differences import Difference, Kind, readable

KINDS = {Kind.DELETED: Tampering.DELETED, Kind.ADDED: Tampering.ADDED}
LONGEST_PATH = 500
FRESHNESS = (Kind.BAD_FRESH, Kind.FROZEN)  # mended by the next statement of the publisher, by itself

Place = tuple[str, str]


def record(differences: Collection[Difference], now: datetime) -> list[Incident]:
    """Write down what was found; one that is known and not restored yet is not written a second time."""
    found = {_place(each): each for each in differences if each.kind not in FRESHNESS}
    sites = {site for site, _ in found}
    open_ones = {(each.site, each.path): each for each in Incident.objects.filter(site__in=sites, restored_at=None)}
    new = [
        Incident(
            site=site, path=path, kind=KINDS.get(each.kind, Tampering.CHANGED), expected=each.expected, found=each.found,
            found_at=now,
        )
        for (site, path), each in found.items() if (site, path) not in open_ones
    ]
    Incident.objects.bulk_create(new, batch_size=500)
    return new + [open_ones[place] for place in found if place in open_ones]


def mark_restored(incidents: Collection[Incident], still: Collection[Difference], now: datetime) -> int:
    """Write down which incidents are over, all but those that are `still` found; return how many."""
    left = {_place(each) for each in still}
    over = [incident for incident in incidents if (incident.site, incident.path) not in left]
    for incident in over:
        incident.restored_at = now
    Incident.objects.bulk_update(over, ["restored_at"], batch_size=500)
    return len(over)


def restore(
    differences: Collection[Difference], rebuild: Callable[[], Collection[Difference]],
    clock: Callable[[], datetime] = timezone.now,
) -> Collection[Difference]:
    """Write down what was found, have it restored, write down that it is; return what is still not as it should be.

    `rebuild` makes the files again and looks at them once more.
    """
    incidents = record(differences, clock())
    still = rebuild()
    mark_restored(incidents, still, clock())
    return still


def _place(difference: Difference) -> Place:
    return difference.site, readable(difference.path)[:LONGEST_PATH]
