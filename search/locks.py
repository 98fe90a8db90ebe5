"""One writer at a time: a lock of the index's folder, and where machines share a database, one in the database.

Either ends with the process or its connection, so that nobody who died holds one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from django.conf import settings
from django.db import connection

# Of the locks that a PostgreSQL server keeps for applications, the first number is ours.
FAMILY = 1405


class Lock(Enum):
    """What may be done by one process only: to write into the index, and to build a new one."""

    WRITE = 1
    REBUILD = 2


class Busy(Exception):
    """Somebody else holds the lock."""


@contextmanager
def held(lock: Lock, *, wait: bool = False) -> Iterator[None]:
    """Hold a lock; raise Busy where another process does, unless told to wait for it."""
    with _of_folder(lock, wait=wait), _of_database(lock, wait=wait):
        yield


@contextmanager
def _of_folder(lock: Lock, *, wait: bool) -> Iterator[None]:
    folder = Path(settings.SEARCH_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / f"{lock.name.lower()}.lock", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        flock(file, LOCK_EX if wait else LOCK_EX | LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Busy from error
    finally:
        os.close(file)


@contextmanager
def _of_database(lock: Lock, *, wait: bool) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    numbers = [FAMILY, lock.value]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_lock(%s, %s)", numbers)
        if not wait and not cursor.fetchone()[0]:
            raise Busy
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", numbers)
