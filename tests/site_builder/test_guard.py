"""Somebody alters a mirror while it is being watched."""

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from queue import Queue
from random import Random
from typing import Any

import pytest
from watchfiles import watch

from site_builder import guard as module, watching
from site_builder.apply import Remembered
from site_builder.freshness import renew
from site_builder.guard import WHOLE, Guard, check
from site_builder.signing import Signer
from site_builder.verifier.differences import Difference, Kind
from site_builder.watching import Watcher
from tests.site_builder.cluster import small, tree
from tests.site_builder.tampering import Tamperer
from tests.site_builder.test_freshness import NOON

PATIENCE = 30.0  # seconds until a test gives up; nothing here waits that long


class Guarded:
    """A cluster whose portal is watched, and what is found there."""

    def __init__(self, root: Path) -> None:
        self.cluster = small(root)
        self.cluster.build()
        self.mirror = root / "mirrors/portal"
        self.good = tree(self.mirror)
        self.told: list[str] = []
        self.guard = Guard(self.told.append)
        self.suspects: set[str] = set()

    def start(self) -> None:
        self.guard.follow({"portal": self.mirror})
        assert self.guard.wait_until_watching(PATIENCE)

    def look(self) -> list[Difference]:
        """Return what is wrong among all that was touched so far."""
        self.suspects |= self.guard.take().get("portal", set())
        return check("portal", self.mirror, self.suspects, Remembered(self.cluster.store, "portal"))

    def wait_for(self, wanted: Callable[[list[Difference]], bool]) -> list[Difference]:
        while True:
            found = self.look()
            if wanted(found):
                return found
            assert self.guard.wait(PATIENCE), (found, self.suspects)

    def wait_for_paths(self, *paths: str) -> list[Difference]:
        return self.wait_for(lambda found: {each.path for each in found} == set(paths))

    def restore(self) -> None:
        assert self.cluster.build(scan=True, sites=("portal",)).ok
        assert tree(self.mirror) == self.good
        self.suspects.clear()


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Guarded]:
    monkeypatch.setattr(os, "sync", lambda: None)
    made = Guarded(tmp_path)
    made.start()
    yield made
    made.guard.stop()


def test_what_is_altered_added_and_deleted_is_noticed_and_restored(guarded: Guarded) -> None:
    (guarded.mirror / "index.html").write_text("别人写的")
    (guarded.mirror / "evil.php").write_text("别人放的")
    (guarded.mirror / "rss.xml").unlink()
    found = guarded.wait_for_paths("/index.html", "/evil.php", "/rss.xml")
    assert {(each.path, each.kind) for each in found} == {
        ("/index.html", Kind.CHANGED), ("/evil.php", Kind.ADDED), ("/rss.xml", Kind.DELETED)
    }
    guarded.restore()
    guarded.wait_for_paths()


def test_what_a_build_writes_is_no_difference(guarded: Guarded) -> None:
    guarded.cluster.change(guarded.cluster.get("content:101"), title="新的标题")
    guarded.cluster.remove(guarded.cluster.get("content:100"))
    guarded.cluster.build()
    renew(guarded.cluster.options().mirror("portal"), Signer(guarded.cluster.options().signing_key), NOON)
    (guarded.mirror / "marker.txt").write_text("最后一步")
    guarded.wait_for_paths("/marker.txt")
    assert "/index.html" in guarded.suspects


def test_a_folder_that_is_new_is_looked_into(guarded: Guarded) -> None:
    (guarded.mirror / "a/b/c").mkdir(parents=True)
    (guarded.mirror / "a/b/c/evil.html").write_text("别人放的")
    guarded.wait_for_paths("/a/b/c/evil.html")


def test_a_folder_that_is_renamed_is_missed_file_by_file(guarded: Guarded) -> None:
    (guarded.mirror / "news").rename(guarded.mirror / "olds")
    missing = {f"/{path}" for path in guarded.good if path.startswith("news/")}
    guarded.wait_for_paths(*missing, *(path.replace("/news/", "/olds/", 1) for path in missing))
    guarded.restore()


def test_a_name_that_is_no_text_is_found_all_the_same(guarded: Guarded) -> None:
    Path(os.fsdecode(os.fsencode(guarded.mirror) + b"/news/\xff.html")).write_text("别人放的")
    guarded.wait_for_paths("/news/\udcff.html")
    guarded.restore()


@pytest.mark.parametrize("away", [shutil.rmtree, lambda mirror: mirror.rename(mirror.parent.parent / "away")])
def test_a_mirror_that_goes_away_is_missed_restored_and_watched_again(
    guarded: Guarded, away: Callable[[Path], Any]
) -> None:
    away(guarded.mirror)
    found = guarded.wait_for(lambda found: len(found) == len(guarded.good))
    assert {each.kind for each in found} == {Kind.DELETED}
    guarded.restore()
    guarded.wait_for(lambda found: WHOLE in guarded.suspects)  # it is watched again, and what went before is looked at
    (guarded.mirror / "index.html").write_text("别人写的")
    guarded.wait_for_paths("/index.html")


def test_another_folder_in_the_place_of_a_mirror_is_looked_at_whole(guarded: Guarded) -> None:
    copy = guarded.mirror.parent.parent / "copy"
    shutil.copytree(guarded.mirror, copy)
    (copy / "index.html").write_text("别人写的")
    guarded.mirror.rename(guarded.mirror.parent.parent / "away")
    copy.rename(guarded.mirror)
    guarded.wait_for_paths("/index.html")


def test_random_tamperings_are_all_noticed_and_nothing_else_is(guarded: Guarded, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    old = tmp_path / "old"
    shutil.copytree(guarded.mirror, old)
    (old / "index.html").write_text("从前的")
    random = Random(7)
    for _ in range(10):
        wrong: set[str] = set()
        for _ in range(10):
            wrong |= Tamperer(guarded.mirror, old, outside, random).tamper(wrong)
        guarded.wait_for_paths(*wrong)
        guarded.restore()


def test_without_watches_the_whole_mirror_is_suspect_now_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "UNWATCHED", 0.0)
    failures = iter([OSError("OS file watch limit reached"), RuntimeError("too many open files"), OSError("the same")])
    said: Queue[Any] = Queue()

    def none_left(*paths: Any, **chosen: Any) -> Iterable[Any]:
        for failure in failures:
            raise failure
        return watch(*paths, **chosen)

    watcher = Watcher("portal", tmp_path, lambda name, what: said.put(what), none_left)
    watcher.start()
    for error in ("limit reached", "too many open files", "the same"):
        words = said.get(timeout=PATIENCE)
        assert error in words
        assert "max_user_watches" in words
        assert said.get(timeout=PATIENCE) == [WHOLE]
    assert said.get(timeout=PATIENCE) is True
    assert said.get(timeout=PATIENCE) == [WHOLE]  # what happened meanwhile nobody saw
    (tmp_path / "evil.html").write_text("别人放的")
    assert said.get(timeout=PATIENCE) == ["/evil.html"]
    watcher.stop()


def test_a_watch_that_is_killed_is_started_again_and_all_is_looked_at(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RESTART", 0.0)
    process = guarded.guard._process
    assert process is not None
    process.kill()
    process.wait()
    (guarded.mirror / "index.html").write_text("没人看见时写的")
    guarded.wait_for_paths("/index.html")
    assert "重新启动" in guarded.told[0]
    guarded.guard.take()
    assert guarded.guard.wait_until_watching(PATIENCE)
    (guarded.mirror / "rss.xml").unlink()
    guarded.wait_for_paths("/index.html", "/rss.xml")


def test_watching_takes_no_thread_of_the_publisher(guarded: Guarded) -> None:
    threads = threading.active_count()
    guarded.guard.stop()
    assert threading.active_count() == threads  # with more than one it could not fork to render


def test_a_site_that_another_publisher_took_over_is_not_watched_any_more(guarded: Guarded) -> None:
    guarded.guard.follow({"gaoping": guarded.mirror.parent / "gaoping"})
    assert guarded.guard.wait_until_watching(PATIENCE)
    (guarded.mirror / "index.html").write_text("归别人管")
    (guarded.mirror.parent / "gaoping/index.html").write_text("别人写的")
    while "gaoping" not in (taken := guarded.guard.take()):
        assert guarded.guard.wait(PATIENCE)
    assert taken == {"gaoping": {"/index.html"}}


def test_what_could_not_be_restored_is_suspect_once_more(guarded: Guarded) -> None:
    guarded.guard.suspect("portal", ["/rss.xml"])
    assert guarded.guard.wait(0)
    assert guarded.guard.take() == {"portal": {"/rss.xml"}}
    assert guarded.guard.take() == {}
