"""A thousand tamperings: each is found, nothing else is, and all is restored byte for byte."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from cms.records import ArticleRecord
from site_builder.manifest import ROOT
from site_builder.signing import Signer, public_key
from site_builder.store import Store
from site_builder.verifier.check import Checked, check
from site_builder.verifier.differences import Kind
from site_builder.verifier.places import FolderPlace
from site_builder.verify import memory_of, verify
from tests.site_builder.cluster import article, small, tree
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
        self.key = [public_key(self.cluster.options().signing_key)]

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


def put_back(place: Path, copy: Path) -> None:
    shutil.rmtree(place)
    shutil.copytree(copy, place)


def rename_a_folder(field: Field, mirror: Path) -> None:
    (mirror / "news").rename(mirror / "olds")


def link_a_folder(field: Field, mirror: Path) -> None:
    (mirror / "news").rename(field.outside / "news")
    (mirror / "news").symlink_to(field.outside / "news")


def put_a_file_for_a_folder(field: Field, mirror: Path) -> None:
    shutil.rmtree(mirror / "news")
    (mirror / "news").write_bytes(EVIL)


def put_back_the_manifest(field: Field, mirror: Path) -> None:
    put_back(mirror / "_manifest", field.old / "portal/_manifest")


def put_back_everything(field: Field, mirror: Path) -> None:
    put_back(mirror, field.old / "portal")


def put_another_site(field: Field, mirror: Path) -> None:
    put_back(mirror, field.mirrors / "gaoping")


def delete_everything(field: Field, mirror: Path) -> None:
    shutil.rmtree(mirror)


def delete_the_manifest(field: Field, mirror: Path) -> None:
    shutil.rmtree(mirror / "_manifest")


def link_the_manifest(field: Field, mirror: Path) -> None:
    (mirror / "_manifest").rename(field.outside / "manifest")
    (mirror / "_manifest").symlink_to(field.outside / "manifest")


def make_a_pipe(field: Field, mirror: Path) -> None:
    (mirror / "index.html").unlink()
    os.mkfifo(mirror / "index.html")


def name_without_text(field: Field, mirror: Path) -> None:
    Path(os.fsdecode(os.fsencode(mirror) + b"/\xff\n.html")).write_bytes(EVIL)


def sign_with_another_key(field: Field, mirror: Path) -> None:
    data = (mirror / "_manifest/root.json").read_bytes()
    (mirror / "_manifest/root.sig").write_bytes(Signer(field.outside / "key").sign(data))


WAYS = [
    rename_a_folder, link_a_folder, put_a_file_for_a_folder, put_back_the_manifest, put_back_everything, put_another_site,
    delete_everything, delete_the_manifest, link_the_manifest, make_a_pipe, name_without_text, sign_with_another_key,
]


@pytest.mark.parametrize("forgotten", [False, True], ids=["", "store lost"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_great_tamperings_are_found_and_repaired_even_without_the_store(
    field: Field, way: Callable[[Field, Path], None], forgotten: bool
) -> None:
    way(field, field.mirrors / "portal")
    assert field.verify("portal").differences
    if forgotten:
        field.forget()
    field.repair()
    assert field.is_restored()
    assert [field.verify(site).differences for site in SITES] == [[], []]


def test_what_a_link_points_at_is_left_alone(field: Field) -> None:
    link_a_folder(field, field.mirrors / "portal")
    behind = tree(field.outside)
    field.repair()
    assert tree(field.outside) == behind


def test_an_older_release_is_told_from_outside_only_by_what_was_seen_before(field: Field) -> None:
    put_back_everything(field, field.mirrors / "portal")
    assert field.audit("portal").differences == []
    (difference,) = [each for each in field.verify("portal").differences if each.path == ROOT]
    assert difference.kind == Kind.ROLLED_BACK


def test_strangers_may_go_however_many_they_are(field: Field) -> None:
    mirror = field.mirrors / "portal"
    for number in range(len(field.good) * 2):
        (mirror / f"spam{number}.html").write_bytes(EVIL)
    assert field.cluster.build(scan=True, ceiling=0.1).ok
    assert field.is_restored()


def test_strangers_may_go_even_when_only_the_mirror_knows_what_is_listed(field: Field) -> None:
    for number in range(len(field.good) * 2):
        (field.mirrors / "portal" / f"spam{number}.html").write_bytes(EVIL)
    field.forget()
    assert field.cluster.build(scan=True, ceiling=0.1).ok
    assert field.is_restored()


def test_what_was_published_is_kept_when_a_scan_would_delete_most_of_it(tmp_path: Path) -> None:
    cluster = small(tmp_path, articles=120)
    cluster.build()
    before = cluster.files("portal")
    for record in list(cluster.of(ArticleRecord)):
        cluster.remove(record)
    report = cluster.build(scan=True, ceiling=0.1)
    assert "--allow-deletions" in report.site_errors["portal"]
    assert cluster.files("portal") == before


def test_an_untouched_mirror_is_scanned_without_a_word(field: Field) -> None:
    report = field.cluster.build(scan=True)
    assert (report.rendered, report.written, report.deleted) == (0, 0, 0)
