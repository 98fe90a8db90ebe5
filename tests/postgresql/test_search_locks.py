"""One writer at a time where machines share a PostgreSQL and no folder: the lock is the server's, and ends with a connection.

These run on PostgreSQL alone, started by tests/services/test_postgresql.py.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection, connections

from search.engines.memory import MemoryEngine
from search.entries import Entry
from search.indexing import Indexer
from search.locks import FAMILY, Busy, Lock, held

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PATIENCE, LOOK = 20.0, 0.05  # seconds
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND NOT granted"


class Machine:
    """Another machine: a thread with a connection and a folder of its own that takes a lock and lets go when told."""

    def __init__(self, settings: Any, folder: Path, lock: Lock, *, wait: bool = False) -> None:
        settings.SEARCH_ROOT = folder
        self.process = 0  # of the database's server, for this connection
        self._connected, self._taken, self._told = threading.Event(), threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(lock, wait))
        self._thread.start()
        assert self._connected.wait(PATIENCE)

    @property
    def has_it(self) -> bool:
        return self._taken.is_set()

    def take(self) -> "Machine":
        assert self._taken.wait(PATIENCE)
        return self

    def end(self) -> None:
        self._told.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def _run(self, lock: Lock, wait: bool) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.process = cursor.fetchone()[0]
            self._connected.set()
            with suppress(OperationalError), held(lock, wait=wait):  # it may have lost its connection
                self._taken.set()
                self._told.wait(PATIENCE)
        finally:
            connections.close_all()


def somebody_waits() -> bool:
    """Return whether the server says, sooner or later, that somebody waits for a lock of ours."""
    with connection.cursor() as cursor:
        for _ in range(int(PATIENCE / LOOK)):
            cursor.execute(WAITING, [FAMILY])
            if cursor.fetchone()[0]:
                return True
            threading.Event().wait(LOOK)
    return False


@pytest.fixture
def one(settings: Any, tmp_path: Path) -> Iterator[Machine]:
    """Give a machine that writes; from then on the settings name the folder of this one."""
    machine = Machine(settings, tmp_path / "one", Lock.WRITE).take()
    settings.SEARCH_ROOT = tmp_path / "here"
    yield machine
    machine.end()


def test_a_lock_that_another_machine_holds_is_busy_until_it_lets_go(one: Machine) -> None:
    with pytest.raises(Busy), held(Lock.WRITE):
        raise AssertionError
    with held(Lock.REBUILD):
        pass
    one.end()
    with held(Lock.WRITE):
        pass


def test_who_waits_for_a_lock_has_it_when_the_other_machine_lets_go(one: Machine, settings: Any, tmp_path: Path) -> None:
    two = Machine(settings, tmp_path / "two", Lock.WRITE, wait=True)
    assert somebody_waits() and not two.has_it
    one.end()
    two.take().end()


def test_a_machine_that_loses_its_connection_holds_no_lock(one: Machine) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [one.process])
        assert cursor.fetchone()[0]
    with held(Lock.WRITE):
        pass


class Failing(MemoryEngine):
    """An engine in whose last moment the database has an error, within the transaction of the rebuild."""

    def replace(self, entries: Iterable[Entry], note: str) -> None:
        super().replace(entries, note)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")


def test_a_rebuild_that_fails_in_its_transaction_lets_go_of_both_locks(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ROOT = tmp_path / "here"
    with pytest.raises(DataError, match="division by zero"):
        Indexer(Failing()).rebuild()
    for lock in Lock:
        Machine(settings, tmp_path / "there", lock).take().end()
