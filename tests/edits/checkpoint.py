"""A database, a builder's state and mirrors to which a test can go back as often as it likes.

What publishes has transactions of its own, so nothing here can be rolled back; everything is copied.
"""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection

SAVED = "saved_for_edits"


class Checkpoint:
    """Everything as it is now."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._saved = root.with_name(f"{root.name}-saved")
        _copy_database(_name(), self._place())
        shutil.copytree(root, self._saved)

    def restore(self) -> None:
        """Make everything as it was."""
        cache.clear()
        _copy_database(self._place(), _name())
        shutil.rmtree(self._root)
        shutil.copytree(self._saved, self._root)

    def forget(self) -> None:
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {SAVED}")

    def _place(self) -> str:
        return SAVED if connection.vendor == "postgresql" else f"{self._root}.sqlite3"


def _name() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _copy_database(source: str, place: str) -> None:
    """Put a copy of a database in the place of another; nobody else may be connected to either."""
    connection.close()  # what SQLite has in its log goes into the file with the last connection
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {place}")
            cursor.execute(f"CREATE DATABASE {place} TEMPLATE {source}")
        return
    for ending in ("-wal", "-shm"):
        Path(place + ending).unlink(missing_ok=True)
    shutil.copyfile(source, place)
