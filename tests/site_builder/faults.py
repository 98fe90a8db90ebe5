"""A disk that fails once: at the N-th call that the builder makes of it."""

import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CALLS = ("open", "read", "write", "pwrite", "rename", "replace", "mkdir", "unlink", "rmdir", "link", "sync")
STATEMENTS = (
    sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_SELECT,
)


class Faults:
    """Counts what reaches the disk, and lets one call of it fail."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._left, self._code, self.failed = -1, 0, ""
        for name in CALLS:
            patch.setattr(os, name, self._wrap(name, getattr(os, name)))
        patch.setattr(io, "open", self._wrap("open", io.open))

    @contextmanager
    def failing(self, number: int, code: int, connection: sqlite3.Connection | None = None) -> Iterator[None]:
        """Let the call of this number, counted from 0, fail inside; statements of a database in a file are calls, too."""
        self._left, self._code, self.failed = number, code, ""
        if connection:
            connection.set_authorizer(self._authorize)
        try:
            yield
        finally:
            self._left = -1
            if connection:
                connection.set_authorizer(None)

    def _wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **more: Any) -> Any:
            if self._is_due(name):
                place = [words[0]] if words and isinstance(words[0], str | os.PathLike) else []
                raise OSError(self._code, os.strerror(self._code), *place)
            return real(*words, **more)

        return call

    def _authorize(self, action: int, *_: Any) -> int:
        return sqlite3.SQLITE_DENY if action in STATEMENTS and self._is_due(f"statement {action}") else sqlite3.SQLITE_OK

    def _is_due(self, name: str) -> bool:
        if self._left < 0:
            return False
        self._left -= 1
        if self._left < 0:
            self.failed = name
        return self._left < 0
