"""Counts searches and clicks in memory, and writes the sums down now and then: no search waits for a database's lock."""

import atexit
import logging
from collections import Counter
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import NamedTuple

from django.db import DatabaseError, connection

from search.personal import keepable

MOST = 5000  # different counts between two writings; what comes on top is not counted

logger = logging.getLogger(__name__)


class Searched(NamedTuple):
    """A count of a query from a site; `what` is a column of `QueryCount`."""

    site: str
    text: str
    what: str


class Clicked(NamedTuple):
    """A count of a page that was opened from the results of a site."""

    site: str
    page: int


Counts = Counter[Searched | Clicked]


class Tally:
    """The counts of a process since they were last written. `every` in seconds; 0: only when `flush` is called."""

    def __init__(self, write: Callable[[Counts], None], every: float) -> None:
        self._write, self._every = write, every
        self._lock = Lock()
        self._counts: Counts = Counter()
        self._thread: Thread | None = None
        self._stop = Event()

    def searched(self, site: str, text: str, *, found: bool) -> None:
        """Count a search."""
        kept = keepable(text)
        if kept:
            self._add(Searched(site, kept, "searches"), *([] if found else [Searched(site, kept, "without_results")]))

    def clicked(self, site: str, text: str, page: int) -> None:
        """Count that a result was opened."""
        kept = keepable(text)
        self._add(Clicked(site, page), *([Searched(site, kept, "clicks")] if kept else []))

    def flush(self) -> None:
        """Write down what was counted; what could not be written stays for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            self._write(counts)
        except DatabaseError:
            logger.exception("search statistics could not be written")
            with self._lock:
                self._counts.update(counts)

    def _add(self, *keys: Searched | Clicked) -> None:
        with self._lock:
            self._counts.update(key for key in keys if key in self._counts or len(self._counts) < MOST)
            if self._thread is None and self._every:
                self._thread = Thread(target=self._run, name="search statistics", daemon=True)
                self._thread.start()
                atexit.register(self._end)

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            self.flush()
            connection.close()

    def _end(self) -> None:
        self._stop.set()
        self.flush()
