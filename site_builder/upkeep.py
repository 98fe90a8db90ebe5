"""Keeps mirrors current for as long as a process lives: by updates where that can be, by builds where it must be."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from site_builder.build import Options, Report, build
from site_builder.render import Renderer
from site_builder.store import Store
from site_builder.update import MirrorDiffers, update
from site_builder.warm import Warm

SWITCH = "switch:"
SWITCHED = ("notice", "state")  # the kinds of outputs that follow from switches alone
MOST_AT_ONCE = 500  # records; beyond, comparing everything is quicker than following each


class Upkeep:
    """The mirrors of a cluster, and what is known of them between two publications."""

    def __init__(self, store: Store, options: Options) -> None:
        self._store, self._options = store, options
        self._warm: Warm | None = None
        self._followed: set[str] = set()  # sites that were up to date once, so that what differs since is known
        self._tried: set[str] = set()  # sites that a build was tried for, so that trying again needs a reason
        self._switched: set[str] | None = None  # sites whose switches were turned since they were published; None: not known
        self._news: set[str] = set()  # sites of which the feed said something since they were last published

    def forget(self) -> None:
        """Compare everything the next time."""
        self._warm = None
        self._followed.clear()
        self._tried.clear()

    def take(self, keys: Collection[str] | None, sites: Collection[str]) -> None:
        """Hear which records of the store differ now (None: not known), and of which sites the feed spoke."""
        self._news.update(sites)
        if keys is None:
            self._switched = None
        elif self._switched is not None:
            self._switched.update(key.removeprefix(SWITCH) for key in keys if key.startswith(SWITCH))
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

    def publish_switches(self, sites: Collection[str]) -> Iterator[Report]:
        """Bring nothing but the emergency switches of some sites up to date: those whose publishing is frozen."""
        due, failed = self.due_switches(sites), set[str]()
        if not due:
            return
        self._warm = self._warm or Warm(self._store, self._options)
        for site in sorted(due):
            try:
                report = update(self._warm, self._options, [site], only=SWITCHED)
            except MirrorDiffers:
                continue  # there is no mirror yet, or not a whole one: all of it is published when it is thawed
            failed |= report.passing
            yield report
        self._switched = ((self._switched or set()) - due) | failed

    def due_switches(self, sites: Collection[str]) -> set[str]:
        """Return those of some sites whose switches may have been turned since they were last published."""
        return set(sites) if self._switched is None else self._switched.intersection(sites)

    def renderer(self) -> Renderer | None:
        """Return what renders the records of the store, if that is in memory."""
        return self._warm.renderer if self._warm else None

    def _is_due(self, site: str) -> bool:
        if site in self._news:
            return True
        if site in self._followed:
            return self._warm is not None and self._warm.is_pending(site)
        return site not in self._tried

    def publish(self, due: Collection[str]) -> Iterator[Report]:
        """Bring some sites up to date, first those where it is quick."""
        yield from self._update(self._followed.intersection(due))
        yield from self.build(set(due) - self._followed)

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

    def build(self, sites: Collection[str], **chosen: Any) -> Iterator[Report]:
        """Bring some sites up to date by a build, with some options chosen otherwise."""
        if not sites:
            return
        self._tried.update(sites)
        report = build(self._store, replace(self._options, sites=tuple(sorted(sites)), **chosen))
        before, self._warm = self._warm, Warm(self._store, self._options)
        if before is not None:
            self._warm.pending.update({site: before.pending[site] for site in self._followed if before.is_pending(site)})
        self._followed |= set(sites) - report.failed_sites
        self._tried -= report.passing
        self._news.difference_update(sites)
        yield report
