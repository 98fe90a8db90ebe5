"""What would be made again if some records were others: the cluster in memory with a draft laid over it.

The files in question are found as the publisher finds them (`warm.py`), and each is compared with what it would be made
from without the draft: what waits to be published anyway, for instance because a site is frozen, is not the draft's doing.
What changes sites or channels touches everything; then everything is compared.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import msgspec

from cms.records import AnyRecord, encode
from site_builder.apply import Remembered
from site_builder.build import Options, make_renderer
from site_builder.dependencies import Stale, find_stale
from site_builder.queries import Queries
from site_builder.reading import ReadingStore
from site_builder.render import Renderer
from site_builder.routes import Output, outputs_of
from site_builder.snapshot import Snapshot
from site_builder.store import Made
from site_builder.touched import exists
from site_builder.warm import Pending, Warm

NEVER_MADE = Made(b"", 0, "", b"", "")
LOOKS = 3  # at a store that is being written


class Difference(NamedTuple):
    """What a draft changes on a site: files to make, with why, and by path those that would go."""

    site: str
    stale: list[Stale]
    gone: dict[str, Made]


class Forecast:
    """Answers for one store, again and again; follows what the builder writes into it. Not for two threads at once."""

    def __init__(self, path: Path, options: Options) -> None:
        self.store = ReadingStore(path)
        self.options = options
        self._known = self.store.digests()
        self.warm = Warm(self.store, options)

    def close(self) -> None:
        self.store.close()

    def is_current(self) -> bool:
        """Return whether this can go on: the same file, the same themes."""
        return self.store.is_of_this_file() and self.warm.has_same_themes()

    @property
    def change(self) -> int:
        return self.store.change

    def follow(self) -> bool:
        """Take over what the builder has written since; return whether that was possible without beginning anew."""
        for _ in range(LOOKS):
            if not self.store.was_written_elsewhere():
                break
            news = self.store.digests()
            changed = {key for key in news.keys() | self._known.keys() if news.get(key) != self._known.get(key)}
            self._known = news
            if changed and not self.warm.take(changed):
                return False
            self._learn()
        return True

    def _learn(self) -> None:
        """Note what was made of the files that were in question; those that still wait stay in question."""
        queries = self.warm.renderer.queries
        for site, pending in list(self.warm.pending.items()):
            remembered = Remembered(self.store, site)
            for output in pending.wanted.values():
                if (made := remembered.get(output.path)) is not None:
                    self.warm.learn(output, made.keys())
            stale = find_stale(pending.wanted.values(), remembered, queries)
            pending.wanted = {each.output.path: each.output for each in stale}
            pending.gone = {path: output for path, output in pending.gone.items() if path in remembered}

    def differences(self, keys: set[str], records: list[AnyRecord]) -> Iterator[tuple[Difference, Snapshot]]:
        """Yield what would differ on each site if these keys had these records, with all that would be published then."""
        waiting, self.warm.pending = self.warm.pending, defaultdict(Pending)
        try:
            if self._lay_over(keys, records):
                yield from self._of_few(keys, records)
            else:
                yield from self._of_all(keys, records)
        finally:
            self._take_off(keys)
            self.warm.pending = waiting

    def _lay_over(self, keys: set[str], records: list[AnyRecord]) -> bool:
        self.store.lay_over(keys, records)
        return self.warm.take(keys)

    def _take_off(self, keys: set[str]) -> None:
        # What was taken over by halves is put back as well: nothing was asked in between.
        self.store.take_off()
        self.warm.take(keys)

    def _of_few(self, keys: set[str], records: list[AnyRecord]) -> Iterator[tuple[Difference, Snapshot]]:
        """Compare the files that the draft touches."""
        touched, snapshot, queries = self.warm.pending, self.warm.snapshot, self.warm.renderer.queries
        remembered = {site: Remembered(self.store, site) for site in touched}
        wanted = {site: set(pending.wanted.values()) for site, pending in touched.items()}
        gone = {site: set(pending.gone.values()) for site, pending in touched.items()}
        self._take_off(keys)
        before = {site: {each.path for each in wanted[site] | gone[site] if exists(snapshot, each)} for site in wanted}
        made = {site: as_made_now(wanted[site], remembered[site], before[site], queries) for site in wanted}
        self._lay_over(keys, records)
        for site in sorted(wanted):
            paths = {each.path for each in gone[site]} & before[site]
            left = {path: remembered[site][path] for path in paths if path in remembered[site]}
            yield Difference(site, find_stale(_by_path(wanted[site]), made[site], queries), left), snapshot

    def _of_all(self, keys: set[str], records: list[AnyRecord]) -> Iterator[tuple[Difference, Snapshot]]:
        """Compare everything: with what is in memory, a second cluster as it would be."""
        self._take_off(keys)
        self.store.lay_over(keys, records)
        now, then = self.warm.renderer, make_renderer(self.store, self.options, self.store.snapshot())
        snapshot = then.queries.snapshot
        for site in sorted(snapshot.sites):
            remembered = self.store.outputs(site)
            wanted = list(outputs_of(snapshot, site, then.asset_paths(site)))
            before = _paths(now, site)
            left = before - {each.path for each in wanted}
            wanted = [each for each in wanted if _may_differ(remembered.get(each.path), now.queries, then.queries)]
            made = as_made_now(wanted, remembered, before, now.queries)
            gone = {path: remembered[path] for path in left if path in remembered}
            yield Difference(site, find_stale(_by_path(wanted), made, then.queries), gone), snapshot


def as_made_now(
    wanted: Iterable[Output], remembered: Mapping[str, Made], before: Collection[str], queries: Queries
) -> dict[str, Made]:
    """Return the files by path as if each had just been made; not those that are on no mirror and none of the paths `before`."""
    found: dict[str, Made] = {}
    for output in wanted:
        made = remembered.get(output.path)
        if made is not None:
            keys: Iterable[str] = made.keys()
        elif output.path in before:  # it waits to be made; of what is known then that the page itself is another
            keys = (f"record:{output.subject}",) if output.kind == "content" else ()
        else:
            continue
        used = {key: queries.digest_of(key) for key in keys}
        found[output.path] = msgspec.structs.replace(made or NEVER_MADE, used=encode(used))
    return found


def _may_differ(made: Made | None, now: Queries, then: Queries) -> bool:
    used = made.keys() if made is not None else None
    return used is None or any(now.digest_of(key) != then.digest_of(key) for key in used)


def _paths(renderer: Renderer, site: str) -> set[str]:
    snapshot = renderer.queries.snapshot
    if site not in snapshot.sites:
        return set()
    return {output.path for output in outputs_of(snapshot, site, renderer.asset_paths(site))}


def _by_path(outputs: Iterable[Output]) -> list[Output]:
    return sorted(outputs, key=attrgetter("path"))
