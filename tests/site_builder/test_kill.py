"""A publication killed at a random moment, again and again: what is on the mirrors is whole, and the next run finishes.

`SOAK=10` does it ten times as often.
"""

import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from site_builder.plan import Operation
from site_builder.targets.folder import FolderTarget
from site_builder.writer import Staging
from tests.site_builder.cluster import Cluster, small
from tests.site_builder.editing import Editor
from tests.site_builder.whole import assert_nothing_left, assert_old_or_new, assert_readable, mirrors_of

TIMES = 50 * int(os.environ.get("SOAK", "1"))  # for each of two ways to publish
CHANGING = 0.008  # seconds, about what it takes to put the files of one publication


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder in memory: waiting for disks shows only what a power cut would do."""
    monkeypatch.setattr(os, "sync", lambda: None)
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


class Telling(FolderTarget):
    """A folder that tells through a pipe that it is going to be changed."""

    def __init__(self, root: Path, pipe: int) -> None:
        super().__init__(root)
        self._pipe = pipe

    def apply_in_steps(self, operations: Sequence[Operation], staging: Staging) -> Iterator[None]:
        os.write(self._pipe, b".")
        return super().apply_in_steps(operations, staging)


def killed_after(seconds: float, work: Callable[[int], object], *, told: bool) -> bool:
    """Do some work in a process of its own and kill it; return whether it was still at it.

    With `told` the time begins when the work says so through the pipe that it is given.
    """
    theirs, ours = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(ours)
        finally:
            os._exit(0)
    os.close(ours)
    handle = os.pidfd_open(child)
    if told:
        os.read(theirs, 1)
    select.select([handle], [], [], seconds)
    signal.pidfd_send_signal(handle, signal.SIGKILL)
    os.close(handle)
    os.close(theirs)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


class Publisher:
    """Publishes a cluster by builds, or as a process does that stays in memory."""

    def __init__(self, cluster: Cluster, *, stays: bool) -> None:
        self.cluster, self._stays = cluster, stays
        self._pipe = os.open(os.devnull, os.O_WRONLY)

    def publish(self) -> None:
        chosen: dict[str, Any] = {"target": lambda site: Telling(self.cluster.root / "mirrors" / site, self._pipe)}
        reports = self.cluster.keep_up(**chosen) if self._stays else [self.cluster.build(**chosen)]
        assert all(report.ok for report in reports), reports

    def publish_elsewhere(self, pipe: int) -> None:
        """Publish in a process that was just forked."""
        self._pipe = pipe
        self.cluster.store.reopen()
        self.publish()

    def start_anew(self) -> None:
        """Forget what the process that died had in memory."""
        self.cluster.upkeep = None


@pytest.mark.parametrize("stays", [False, True], ids=["a build", "a process that stays"])
def test_what_is_killed_at_a_random_moment_leaves_whole_mirrors_and_is_finished_by_the_next_run(
    folder: Path, stays: bool
) -> None:
    cluster, random = small(folder, articles=25), Random(int(os.environ.get("SEED", "1")))
    editor, publisher = Editor(cluster, random.randrange(1 << 30)), Publisher(cluster, stays=stays)
    publisher.publish()
    before = time.monotonic()
    publisher.publish()
    takes, killed = time.monotonic() - before, 0
    for _ in range(TIMES):
        if stays:
            publisher.publish()  # to have everything in memory
        old = mirrors_of(folder)
        editor.edit()
        told = random.random() < 0.5  # of all the time that it takes, mirrors are changed in the smallest part
        killed += killed_after(random.uniform(0, CHANGING if told else takes), publisher.publish_elsewhere, told=told)
        publisher.start_anew()
        found = mirrors_of(folder)
        cluster.refresh()
        new = cluster.built_anew()
        assert_old_or_new(found, old, new)
        assert_readable(found)
        before = time.monotonic()
        publisher.publish()
        takes = max(time.monotonic() - before, 0.02)
        assert mirrors_of(folder) == new
        assert_nothing_left(folder)
    assert killed > TIMES // 4, killed
