"""A file system that fails once: the N-th call that the builder makes of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

CALLS = ("open", "write", "rename", "replace", "mkdir", "unlink", "rmdir", "sync", "link", "read", "stat")


class Faults:
    """Counts calls that reach the disk and lets one of them fail."""

    def __init__(self) -> None:
        self._left, self._code = -1, 0
        self.failed = ""  # the call that failed

    @contextmanager
    def failing(self, number: int, code: int) -> Iterator[None]:
        """Let the call of this number, counted from 0, fail inside."""
        self._left, self._code, self.failed = number, code, ""
        try:
            yield
        finally:
            self._left = -1

    def due(self, name: str) -> bool:
        self._left -= self._left >= 0
        if self._left != -1 or self.failed or not self._code:
            return False
        self.failed = name
        return True

    def error(self, place: object) -> OSError:
        return OSError(self._code, os.strerror(self._code), *([str(place)] if isinstance(place, str | os.PathLike) else []))
