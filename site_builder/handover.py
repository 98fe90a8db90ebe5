"""How a process hands much data to the one that started it: through a file.

A pipe holds 64 kilobytes; who has more to say waits until the other one, which has other things to do, reads. Through
the pipe goes only where in the file the data is.
"""

import multiprocessing
import os
import tempfile
from pathlib import Path
from typing import NamedTuple


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
