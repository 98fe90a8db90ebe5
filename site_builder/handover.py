"""When a build starts another process, and how that one hands back much data: through a file.

A pipe holds 64 kilobytes; who has more to say waits until the other one, which has other things to do, reads. Through
the pipe goes only where in the file the data is.
"""

import multiprocessing
import os
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple


def may_start_a_process() -> bool:
    """Return whether there is a processor for it and no other thread.

    A process with several threads must not fork: a lock that another thread holds would stay locked in the child.
    """
    return threading.active_count() == 1 and (os.cpu_count() or 1) > 1


class Place(NamedTuple):
    """Where in the file something is, in bytes."""

    start: int
    length: int


class Handover:
    """A file that all processes forked after it share; it is gone with the last of them."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - see close
        self._end = multiprocessing.get_context("fork").Value("q", 0)

    def put(self, data: bytes) -> Place:
        with self._end.get_lock():
            start = self._end.value
            self._end.value += len(data)
        written = 0
        while written < len(data):
            written += os.pwrite(self._file.fileno(), memoryview(data)[written:], start + written)
        return Place(start, len(data))

    def get(self, place: Place) -> bytes:
        return os.pread(self._file.fileno(), place.length, place.start)

    def close(self) -> None:
        self._file.close()
