"""Keeps mirrors current for as long as a process lives: by updates where that can be, by builds where it must be."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from site_builder.build import Options, Report, build
from site_builder.store import Store
from site_builder.update import MirrorDiffers, update
from site_builder.warm import Warm

MOST_AT_ONCE = 500  # records; beyond, comparing everything is quicker than following each


class Upkeep:
    """The mirrors of a cluster, and what is known of them between two publications."""

    def __init__(self, store: Store, options: Options) -> None:
        self._store, self._options = store, options
        self._warm: Warm | None = None
        self._followed: set[str] = set()  # sites that were up to date once, so that what differs since is known
        self._tried: set[str] = set()  # sites that a build was tried for, so that trying again needs a reason
        self._news: set[str] = set()  # sites of which the feed said something since they were last published

    def forget(self) -> None:
        """Compare everything the next time."""
        self._warm = None
        self._followed.clear()
        self._tried.clear()

    def take(self, keys: Collection[str] | None, sites: Collection[str]) -> None:
        """Hear which records of the store differ now (None: not known), and of which sites the feed spoke."""
        self._news.update(sites)
        warm = self._warm
        if warm is None:
            return
        if keys is None or len(keys) > MOST_AT_ONCE or not warm.take(keys):
            self.forget()

    def look_at_themes(self) -> None:
        """Compare everything the next time if somebody has worked on the themes."""
        if self._warm is not None and not self._warm.has_same_themes():
            self.forget()

    def due(self, sites: Collection[str]) -> set[str]:
        """Return those of some sites that have to be brought up to date."""
        return {site for site in sites if self._is_due(site)}

    def _is_due(self, site: str) -> bool:
        if site in self._news:
            return True
        if site in self._followed:
            return self._warm is not None and self._warm.is_pending(site)
        return site not in self._tried

    def publish(self, due: Collection[str]) -> Iterator[Report]:
        """Bring some sites up to date, first those where it is quick."""
        yield from self._update(self._followed.intersection(due))
        yield from self._build(set(due) - self._followed)

    def _update(self, sites: set[str]) -> Iterator[Report]:
        if not sites or self._warm is None:
            return
        try:
            report = update(self._warm, self._options, sites)
        except MirrorDiffers as difference:
            self._followed.discard(difference.site)
            self._tried.discard(difference.site)
            yield from self._update(sites - {difference.site})
            return
        self._news -= sites - report.failed_sites
        yield report

    def _build(self, sites: set[str]) -> Iterator[Report]:
        if not sites:
            return
        self._tried |= sites
        report = build(self._store, replace(self._options, sites=tuple(sorted(sites))))
        before, self._warm = self._warm, Warm(self._store, self._options)
        if before is not None:
            self._warm.pending.update({site: before.pending[site] for site in self._followed if before.is_pending(site)})
        self._followed |= sites - report.failed_sites
        self._news -= sites
        yield report
