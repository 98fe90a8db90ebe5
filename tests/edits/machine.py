"""Edits at random, each published by a process that stays in memory, and held against a full build."""

import shutil
from collections import Counter
from pathlib import Path

from django.conf import settings
from hypothesis.stateful import invariant

from cms.publishing.models import Switch
from cms.publishing.switches import turn_switch
from site_builder import manifest
from site_builder.build import build
from site_builder.project import options
from site_builder.publisher import Publisher, let_go
from site_builder.refresh import refresh
from site_builder.store import Store
from tests.edits.checkpoint import Checkpoint
from tests.edits.cluster import ClusterEdits
from tests.edits.days import DayEdits
from tests.edits.pages import PageEdits
from tests.edits.tree import TreeEdits
from tests.site_builder.cluster import tree

EVERY = 25  # steps between two full builds
MOST_LOOKS = 8  # until all that an edit brings about is published


class Phases(Counter[str]):
    """Counts builds, which read everything, and updates, which do not."""

    def begin(self, phase: str, total: int = 0) -> None:
        self[phase] += 1

    def advance(self, count: int) -> None: ...

    def end(self) -> None: ...

    @property
    def builds(self) -> int:
        return self["读取内容"]

    @property
    def updates(self) -> int:
        return self["查看镜像"] - self.builds


class CmsEdits(PageEdits, TreeEdits, ClusterEdits, DayEdits):
    """The machine; `start` is set by whoever runs it."""

    start: Checkpoint
    phases = Phases()
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.start.restore()
        self.said: list[str] = []
        self.is_good = True
        self.publisher = Publisher(self.said.append, workers=1, progress=self.phases, ceiling=1.0)

    def teardown(self) -> None:
        try:
            if self.is_good:
                self.mirrors_equal_a_full_build()
                self.publisher.distrust()
                self.said.clear()
                self.publish()
                assert not self.said  # nothing is left to be written
        finally:
            self.publisher.close()
            let_go()

    @invariant()
    def what_was_edited_is_published(self) -> None:
        self.is_good = False
        self.publish()
        type(self).steps += 1
        self.done += 1
        if self.done % EVERY == 0:
            self.mirrors_equal_a_full_build()
        self.is_good = True

    def publish(self) -> None:
        """Look until there is nothing more to do, which has to be soon."""
        for _ in range(MOST_LOOKS):
            said = len(self.said)
            self.publisher.look()
            assert all(words.startswith("已发布到镜像") for words in self.said), self.said
            if len(self.said) == said:
                return
        raise AssertionError(self.said)

    def mirrors_equal_a_full_build(self) -> None:
        for switch in Switch.objects.filter(frozen=True):
            switch.frozen = False
            turn_switch(switch, by=None)
        self.publish()
        ours, anew = _read(Path(settings.MIRRORS_ROOT)), _build_anew()
        differing = sorted(path for path in ours.keys() | anew.keys() if ours.get(path) != anew.get(path))
        assert not differing, _describe(differing, ours, anew)


def _read(mirrors: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(mirrors).items() if not path.endswith(tuple(manifest.NOT_OF_A_BUILD))}


def _build_anew() -> dict[str, bytes]:
    """Return the mirrors as a builder that remembers nothing makes them; only the key and compiled templates are the same."""
    state, fresh = Path(settings.STATE_ROOT), Path(settings.STATE_ROOT).with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "state").mkdir(parents=True)
    shutil.copy(state / "signing.key", fresh / "state/signing.key")
    shutil.copytree(state / "templates", fresh / "state/templates")
    store = Store(fresh / "state/builder.sqlite3")
    refresh(store, full=True)
    report = build(store, options(state=fresh / "state", mirrors=fresh / "mirrors", workers=1))
    store.close()
    assert report.ok, (report.failures, report.site_errors)
    return tree(fresh / "mirrors")


def _describe(differing: list[str], ours: dict[str, bytes], anew: dict[str, bytes]) -> str:
    """Say which files differ, and where the first pages and lists do."""
    lines = [f"{len(differing)} files differ:"]
    for path in [path for path in differing if "/_manifest/" not in path][:6]:
        one, other = ours.get(path), anew.get(path)
        if one is None or other is None:
            lines.append(f"{path}: {'missing' if one is None else 'left over'}")
            continue
        at = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
        now, right = (data[max(0, at - 80):at + 120].decode(errors="replace") for data in (one, other))
        lines.append(f"{path} at {at}:\n  is    {now!r}\n  right {right!r}")
    return "\n".join([*lines, *(path for path in differing if "/_manifest/" in path)][:20])
