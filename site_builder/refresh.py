"""Brings the builder's store up to date from the CMS: everything the first time, then what the Change feed names."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from cms.export.export import export_all, export_keys
from cms.publishing.read import latest_number, read_since
from site_builder.store import Store

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


def refresh(store: Store, *, full: bool = False) -> int:
    """Take over what changed since the last time; return how many records were taken over or dropped."""
    with one_moment():
        if full or store.change < 0:
            number, by_site = latest_number(), read_since(0).by_site
            with store.transaction():
                taken = store.put(export_all())
                gone = store.keys() - taken
                store.remove(gone)
                store.set_changes(number, by_site)
            return len(taken) + len(gone)
        news = read_since(store.change)
        if news.everything:
            return refresh(store, full=True)
        with store.transaction():
            taken = store.put(export_keys(news.keys))
            gone = news.keys - taken
            store.remove(gone)
            store.set_changes(news.number, news.by_site)
        return len(taken) + len(gone)
