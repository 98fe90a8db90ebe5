"""A reader who follows every link while two hundred publications run finds every page whole, and no link to nowhere."""

import os
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.site_builder.cluster import Cluster, small, tree
from tests.site_builder.editing import Editor
from tests.site_builder.whole import ENTRANCES, assert_readable, links_of

PUBLICATIONS = 200
Version = tuple[int, int]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder in memory: waiting for disks shows only what a power cut would do."""
    monkeypatch.setattr(os, "sync", lambda: None)
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def publish(cluster: Cluster, end: Connection) -> None:
    """Publish in a process of its own; say at the end how many publications there were, and what the mirrors should be."""
    cluster.store.reopen()
    editor, done = Editor(cluster, 7), 0
    while done < PUBLICATIONS:
        editor.edit()
        done += any(report.ok and report.written > 0 for report in cluster.keep_up())
    end.send((done, cluster.built_anew()))


class Reader:
    """Follows links from file to file, as they are at that moment."""

    def __init__(self, mirrors: Path) -> None:
        self._mirrors = mirrors
        self.read, self.withdrawn, self.broken = 0, 0, list[str]()

    def walk(self) -> None:
        """Follow every link from the entrances once."""
        waiting = [f"{site}/{name}" for site in ("portal", "gaoping") for name in ENTRANCES]
        seen = set(waiting)
        while waiting:
            path = waiting.pop()
            data, version = self._get(path)
            for link in sorted(links_of(path.partition("/")[0], data)):
                if not (self._mirrors / link).is_file():
                    self._judge(path, version, link)
                elif link not in seen:
                    seen.add(link)
                    waiting.append(link)

    def _get(self, path: str) -> tuple[bytes, Version | None]:
        """Return a file and what tells it from others that were in its place; nothing if it was withdrawn since it was seen."""
        try:
            with (self._mirrors / path).open("rb") as file:
                data, state = file.read(), os.fstat(file.fileno())
        except FileNotFoundError:
            return b"", None
        self.read += 1
        assert_readable({path: data})
        return data, (state.st_ino, state.st_mtime_ns)

    def _judge(self, path: str, version: Version | None, link: str) -> None:
        """Note a link to nowhere, unless it is to what was withdrawn, or another page has come in the place of this one."""
        site, _, rest = link.partition("/")
        if any((self._mirrors / site / folder / rest).is_file() for folder in ("_gone", "_moved")):
            self.withdrawn += 1
        elif self._get(path)[1] == version:
            self.broken.append(f"{path} → {link}")


def test_a_reader_finds_no_link_to_nowhere_while_publications_run(folder: Path) -> None:
    cluster = small(folder, articles=45)
    cluster.keep_up()
    ours, theirs = get_context("fork").Pipe()
    publisher = get_context("fork").Process(target=publish, args=(cluster, theirs))
    publisher.start()
    theirs.close()
    reader = Reader(folder / "mirrors")
    while not ours.poll():
        reader.walk()
    done, expected = ours.recv()
    publisher.join()
    reader.walk()
    assert done == PUBLICATIONS and reader.read > 1000
    assert not reader.broken, reader.broken[:5]
    assert {path: data for path, data in tree(folder / "mirrors").items() if not path.startswith(".")} == expected
