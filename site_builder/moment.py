"""Reading the database as it is at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

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
