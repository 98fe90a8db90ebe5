"""Reading the database as it is at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from cms.publishing.read import latest_number

READ = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "sqlite": "BEGIN DEFERRED"}


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all reads inside see the database at one moment, without holding up those who write."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(READ[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def mark_of_moment() -> str:
    """Return what two transactions have in common that see the same.

    On PostgreSQL that is the snapshot. SQLite has none to show, but one writer at a time: whatever the public sees
    passes the Change feed in the transaction that changes it, so the last number tells.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            return str(cursor.fetchone()[0])
    return str(latest_number())
