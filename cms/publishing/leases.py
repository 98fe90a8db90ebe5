"""How publishers on several machines share the sites: one holds a site at a time, and a dead one holds none.

A publisher is known by its state folder, which one process at a time has locked; so a process that takes up the
folder of one that died goes on with its sites at once. To others a publisher is dead when its beat has stood still for
a while on *their* steady clock. No time of day is compared: clocks of several machines differ and may be set back.
"""

import time
from collections.abc import Callable, Collection
from math import ceil

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.publishing.models import Publisher, SiteState

BEAT = 2.0  # seconds between two beats
PATIENCE = 10.0  # seconds without a beat after which a publisher is dead


def enlist(name: str, host: str) -> None:
    """Make a publisher known; call it when its process starts."""
    now = timezone.now()
    Publisher.objects.update_or_create(pk=name, defaults={"host": host, "started": now, "seen": now})


def beat(name: str) -> None:
    """Show that a publisher lives."""
    Publisher.objects.filter(pk=name).update(beat=F("beat") + 1, seen=timezone.now())


def resign(name: str) -> None:
    """Give up all sites of a publisher; call it when its process ends."""
    SiteState.objects.filter(holder=name).update(holder=None)
    Publisher.objects.filter(pk=name).delete()


class Leases:
    """The sites that a publisher holds, and what it sees of the others."""

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self._clock = clock
        self._beats: dict[str, tuple[int, float]] = {}  # of each other publisher, and when it was first seen

    def share(self, sites: Collection[str]) -> set[str]:
        """Take what is free or held by the dead up to a fair share, give back what is beyond it; return what is held."""
        alive = self._living()
        if not alive and SiteState.objects.filter(holder=self.name, pk__in=sites).count() == len(sites):
            return set(sites)  # as it mostly is, and found out without taking the lock of a database in a file
        most = ceil(len(sites) / len(alive | {self.name}))
        with transaction.atomic():
            known = {state.site: state for state in SiteState.objects.all()}
            missing = [SiteState(site=site) for site in sites if site not in known]
            if missing:
                SiteState.objects.bulk_create(missing, ignore_conflicts=True)
                known = {state.site: state for state in SiteState.objects.all()}
            held = {site for site in sites if known[site].holder_id == self.name}
            for site in sorted(held)[most:]:
                SiteState.objects.filter(pk=site, holder=self.name).update(holder=None)
                held.discard(site)
            for site in sorted(sites):
                if len(held) < most and known[site].holder_id not in (self.name, *alive) and self._take(known[site]):
                    held.add(site)
        return held

    def holds(self, site: str) -> bool:
        """Return whether a site is still this publisher's: one that was asleep may have been taken for dead."""
        return SiteState.objects.filter(pk=site, holder=self.name).exists()

    def _take(self, state: SiteState) -> bool:
        """Take a site unless somebody else was quicker."""
        as_seen = SiteState.objects.filter(pk=state.pk, term=state.term, holder=state.holder_id)
        return bool(as_seen.update(holder=self.name, term=F("term") + 1))

    def _living(self) -> set[str]:
        """Return the other publishers whose beat has moved lately."""
        now = self._clock()
        rows = dict(Publisher.objects.exclude(pk=self.name).values_list("name", "beat"))
        self._beats = {
            name: self._beats[name] if name in self._beats and self._beats[name][0] == number else (number, now)
            for name, number in rows.items()
        }
        return {name for name, (_, since) in self._beats.items() if now - since < PATIENCE}
