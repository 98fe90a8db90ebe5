"""A reader of the Change feed loses nothing on a database whose transactions commit in any order.

These run on PostgreSQL alone, started by tests/services/test_postgresql.py.
"""

import threading

import pytest
from django.db import connection, connections, transaction

from cms.publishing.models import Action, Change
from cms.publishing.position import Position
from cms.publishing.read import read_all, read_since
from cms.publishing.record import record_changes

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def fact(key: str) -> Change:
    return Change(site="portal", kind="content", object_key=key, action=Action.PUBLISH)


class Slow:
    """A transaction in a thread of its own that has written a fact and commits when told."""

    def __init__(self, key: str, *, fail: bool = False) -> None:
        self._written, self._commit = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(key, fail))
        self._thread.start()
        assert self._written.wait(20)

    def _run(self, key: str, fail: bool) -> None:
        try:
            with transaction.atomic():
                record_changes([fact(key)])
                self._written.set()
                self._commit.wait(20)
                if fail:
                    transaction.set_rollback(True)
        finally:
            connections.close_all()

    def end(self) -> None:
        self._commit.set()
        self._thread.join()


def here() -> Position:
    """Return the position behind what a test before this one left."""
    with transaction.atomic():
        return read_all().position


def read(position: Position) -> tuple[set[str], Position]:
    with transaction.atomic():
        connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        news = read_since(position)
    return news.keys, news.position


def test_a_fact_that_becomes_visible_late_is_read_once() -> None:
    start = here()
    slow = Slow("content:1")
    record_changes([fact("content:2")])
    keys, position = read(start)
    assert keys == {"content:2"} and position.missing
    assert read(position)[0] == set()
    slow.end()
    keys, position = read(position)
    assert keys == {"content:1"}
    assert read(position) == (set(), Position(position.number))


def test_writers_do_not_wait_for_each_other() -> None:
    start = here()
    first, second = Slow("content:1"), Slow("content:2")
    second.end()
    first.end()
    assert read(start)[0] == {"content:1", "content:2"}


def test_a_number_that_was_rolled_back_is_not_waited_for_for_ever() -> None:
    start = here()
    slow = Slow("content:1", fail=True)
    record_changes([fact("content:2")])
    _, position = read(start)
    slow.end()
    keys, position = read(position)
    assert (keys, position.missing) == (set(), ())


def test_who_takes_everything_knows_what_was_under_way() -> None:
    record_changes([fact("content:0")])
    slow = Slow("content:1")
    record_changes([fact("content:2")])
    with transaction.atomic():
        position = read_all().position
    slow.end()
    assert read(position)[0] == {"content:1"}


def test_what_is_read_is_not_read_again() -> None:
    start = here()
    record_changes([fact("content:1"), fact("content:1"), fact("content:2")])
    keys, position = read(start)
    assert keys == {"content:1", "content:2"}
    assert read(position)[0] == set()
