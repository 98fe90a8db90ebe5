"""The cluster in memory, kept current record by record, so that the cost of a publication follows what changed.

A build compares every file with what it was made from. Whoever stays in memory need not: it knows which keys a changed
page touches (`touched.py`) and which files asked them (`dependents.py`), and hands only those to the same comparison.
What changes sites or channels touches everything; then there is a build.
"""

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cms.records import TombstoneRecord
from cms.records.links import references_of
from site_builder.build import Options, digest_of_looks, make_renderer
from site_builder.dependents import Dependents
from site_builder.routes import Output, outputs_of, page_outputs
from site_builder.snapshot import Row
from site_builder.store import Store
from site_builder.touched import exists, keys_of_body, keys_of_page, outputs_around, tombstone_outputs

LEAVES = ("home", "media", "switch", "tombstone")  # kinds of records that nothing but outputs depends on
Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class Pending:
    """The files of a site that are in question, by path: those to be compared, and those that may have to go."""

    wanted: dict[str, Output] = field(default_factory=dict)
    gone: dict[str, Output] = field(default_factory=dict)

    def add(self, output: Output, *, is_wanted: bool) -> None:
        """Note an output; one that is gone does not take along another that is wanted at its path."""
        if is_wanted:
            self.wanted[output.path] = output
            self.gone.pop(output.path, None)
        elif self.wanted.get(output.path, output) == output:
            self.gone[output.path] = output
            self.wanted.pop(output.path, None)


class Warm:
    """A finished build in memory. `pending` has by site what is in question since its mirror was last brought up to date."""

    def __init__(self, store: Store, options: Options) -> None:
        self.store = store
        self.looks = digest_of_looks(options)
        self._themes, self._stamp = options.themes, _stamp_of(options.themes)
        self.snapshot = store.snapshot()
        self.renderer = make_renderer(store, options, self.snapshot)
        self.pending: dict[str, Pending] = defaultdict(Pending)
        self._dependents = Dependents()
        self._referred = {number for site in self.snapshot.sites.values() for number in references_of(site)}
        for site in self.snapshot.sites:
            remembered = store.outputs(site)
            for output in outputs_of(self.snapshot, site, self.renderer.asset_paths(site)):
                made = remembered.get(output.path)
                if made is not None:
                    self.learn(output, made.keys())
        for _, used in self.renderer.frames.remembered().values():
            self._dependents.learn_frame(used)

    def learn(self, output: Output, keys: Iterable[str]) -> None:
        """Note what a file was made from."""
        self._dependents.learn(output, keys)

    def has_same_themes(self) -> bool:
        """Return whether the themes are those that were read."""
        return self._stamp == _stamp_of(self._themes)

    def is_pending(self, site: str) -> bool:
        """Return whether something of a site is in question."""
        found = self.pending.get(site)
        return found is not None and bool(found.wanted or found.gone)

    def take(self, keys: Iterable[str]) -> bool:
        """Take over the records of some keys from the store; return whether that was possible without a build.

        After a refusal this object is of no use any more.
        """
        touched: set[str] = set()
        around: set[Output] = set()
        for key in sorted(keys):
            if not self._take_one(key, touched, around):
                return False
        touched = set(self._dependents.expand(touched))
        if self._dependents.touches_frames(touched):
            return False
        self.renderer.queries.forget(touched)
        for key in touched:
            around.update(self._dependents.of(key, self.snapshot))
        for output in around:
            self.pending[output.site].add(output, is_wanted=exists(self.snapshot, output))
        return True

    def _take_one(self, key: str, touched: set[str], around: set[Output]) -> bool:
        kind, _, name = key.partition(":")
        if kind == "content":
            return self._take_page(int(name), touched, around)
        if kind not in LEAVES:
            return False
        thing, digest = self.store.thing(key) or (None, b"")
        before = self.snapshot.tombstones.get(int(name)) if kind == "tombstone" else None
        for tombstone in (before, thing):
            if isinstance(tombstone, TombstoneRecord):
                around.update(tombstone_outputs(tombstone))
        self.snapshot.replace_thing(key, thing, digest)
        touched.add(key)
        return True

    def _take_page(self, number: int, touched: set[str], around: set[Output]) -> bool:
        old, new = self.snapshot.rows.get(number), self.store.row(number)
        if old and new and _differs_in_body_only(old, new):
            touched.update(keys_of_body(old), keys_of_body(new))
            around.update(page_outputs(new))
            self.snapshot.replace_row(number, new)
            return True
        if number in self._referred:
            return False  # a link in every header or footer of a site
        if old:
            touched.update(keys_of_page(self.snapshot, old))
            around.update(outputs_around(self.snapshot, old))
        self.snapshot.replace_row(number, new)
        new = self.snapshot.rows.get(number)  # not there when its channel is not published
        if new:
            touched.update(keys_of_page(self.snapshot, new))
            around.update(outputs_around(self.snapshot, new))
        return True


def _differs_in_body_only(old: Row, new: Row) -> bool:
    return _without_body(old) == _without_body(new)


def _without_body(row: Row) -> tuple[object, ...]:
    return row.site, row.channel, row.card_digest, row.media, row.filing


def _stamp_of(themes: Path) -> Stamp:
    """Return what tells that files of the themes were changed, without reading them."""
    found: list[tuple[str, int, int]] = []
    folders = [str(themes)] if themes.is_dir() else []
    while folders:  # a publisher asks this every second, hence without paths as objects
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                state = entry.stat()
                found.append((entry.path, state.st_mtime_ns, state.st_size))
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
    return tuple(sorted(found))
