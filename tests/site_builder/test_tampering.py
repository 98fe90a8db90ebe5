"""A thousand tamperings: each is found, nothing else is, and all is restored byte for byte."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from site_builder.manifest import ROOT
from site_builder.store import Store
from site_builder.verifier.check import Checked, check
from site_builder.verifier.differences import Kind
from site_builder.verifier.places import FolderPlace
from site_builder.verify import memory_of, verify
from tests.site_builder.cluster import Cluster, article, small, tree
from tests.site_builder.tampering import EVIL, Tamperer

SITES = ("portal", "gaoping")
TAMPERINGS, AT_ONCE = 1000, 10


class Field:
    """A cluster with two releases behind it: the mirrors are at the second, the first is kept beside."""

    def __init__(self, root: Path) -> None:
        self.cluster = small(root, articles=25)
        self.cluster.build()
        self.mirrors, self.old = root / "mirrors", root / "old"
        shutil.copytree(self.mirrors, self.old, ignore=shutil.ignore_patterns(".staging"))
        self.cluster.put(article(777, self.cluster.get("channel:2"), published="2026-02-03T09:00+08:00"))
        self.cluster.put(article(778, self.cluster.get("channel:3"), published="2026-02-03T09:00+08:00"))
        self.cluster.build()
        self.good = tree(self.mirrors)
        self.outside = root / "outside"
        self.outside.mkdir()
        self.key = [(root / "state/signing.key").read_bytes() and self._public_key()]

    def _public_key(self) -> str:
        from site_builder.signing import public_key

        return public_key(self.cluster.options().signing_key)

    def verify(self, site: str) -> Checked:
        target = self.cluster.options().mirror(site).target
        return verify(target, site, self.key, memory_of(self.cluster.store, site))

    def audit(self, site: str) -> Checked:
        """Look as somebody does who has the mirror and the public key, and nothing else."""
        return check(FolderPlace(self.mirrors / site), self.key)

    def repair(self) -> None:
        report = self.cluster.build(scan=True)
        assert report.ok, report.site_errors

    def is_restored(self) -> bool:
        links = [path for path in self.mirrors.rglob("*") if path.is_symlink()]
        return not links and tree(self.mirrors) == self.good

    def forget(self) -> None:
        """Lose the builder's store, as if it were on another disk that failed."""
        cluster = self.cluster
        cluster.store.close()
        for leftover in (cluster.root / "state").glob("builder.sqlite3*"):
            leftover.unlink()
        cluster.store = Store(cluster.root / "state/builder.sqlite3")
        with cluster.store.transaction():
            cluster.store.put(cluster.records.values())
            cluster.store.set_changes(cluster.number, cluster.by_site)


@pytest.fixture
def field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Field]:
    # No power fails here, and a hundred times waiting for all disks of the machine proves nothing.
    monkeypatch.setattr(os, "sync", lambda: None)
    made = Field(tmp_path)
    yield made
    made.cluster.store.close()


def paths(found: Checked) -> set[str]:
    return {difference.path for difference in found.differences}


def test_a_thousand_tamperings_are_all_found_and_none_is_false_and_all_are_repaired(field: Field) -> None:
    random = Random(14)
    done = 0
    while done < TAMPERINGS:
        wrong: dict[str, set[str]] = {site: set() for site in SITES}
        for _ in range(AT_ONCE):
            site = random.choice(SITES)
            tamperer = Tamperer(field.mirrors / site, field.old / site, field.outside, random)
            wrong[site] |= tamperer.tamper(wrong[site])
            done += 1
        for site in SITES:
            assert paths(field.verify(site)) == wrong[site]
            assert_seen_from_outside(field.audit(site), wrong[site])
        field.repair()
        assert field.is_restored()
        assert [field.verify(site).differences for site in SITES] == [[], []]


def assert_seen_from_outside(found: Checked, wrong: set[str]) -> None:
    """Who has only the mirror sees the same, but for what a broken manifest no longer tells."""
    assert bool(found.differences) == bool(wrong)
    assert paths(found) <= wrong | {ROOT}
    if not found.notes or all("时效" in note for note in found.notes):
        assert paths(found) == wrong
