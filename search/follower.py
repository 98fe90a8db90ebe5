"""Search as somebody who follows the mirrors: told by the publisher, and by the commands that publish."""

import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from cms.publishing.followers import Follower, FollowerError
from search.analysis import warm_up
from search.engines.base import EngineError
from search.indexing import Indexer, NoIndex
from search.locks import Busy
from search.project import attachments, engine, is_of_this_process

COMPARED_EVERY = 24 * 60 * 60.0  # seconds
PATIENCE = 0.5  # seconds that a step waits for attachments while mirrors wait for it; the page is found meanwhile, its files later


class SearchFollower(Follower):
    """Keeps the index up to date. A new index is built in a process of its own, unless whoever asks is patient."""

    name = "search"
    label = "检索索引"

    def __init__(self, *, patient: bool) -> None:
        super().__init__(patient=patient)
        self._indexer: Indexer | None = None
        self._building: subprocess.Popen[bytes] | None = None
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - what that process says of its errors; see close
        self._next_comparison = time.monotonic() + COMPARED_EVERY
        if not patient:
            warm_up()  # so that the first page that is published does not wait longer than the others

    def withdraw(self) -> None:
        with in_words():
            self._of_engine().withdraw()

    def follow(self) -> bool:
        """Take in what is live; where somebody else is at it, leave it to them."""
        if self._is_building():
            return False
        try:
            with in_words():
                return self._follow()
        except NoIndex:
            self._build()
        return False

    def close(self) -> None:
        """Let a new index that is being built be finished by its own process; end the one that reads files."""
        self._building = None
        attachments().close()
        self._said.close()

    def _follow(self) -> bool:
        indexer = self._of_engine()
        if time.monotonic() >= self._next_comparison:
            self._next_comparison = time.monotonic() + COMPARED_EVERY
            indexer.compare_everything()
        more = indexer.follow()
        while more and self.patient:
            more = indexer.follow()
        return more

    def _of_engine(self) -> Indexer:
        self._indexer = self._indexer or Indexer(engine(), math.inf if self.patient else PATIENCE)
        return self._indexer

    def _build(self) -> None:
        if self.patient or is_of_this_process():
            with in_words():
                self._of_engine().rebuild()
            return
        command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "search_index", "--rebuild"]
        self._said.truncate(0)
        self._building = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=self._said)

    def _is_building(self) -> bool:
        """Return whether the process that builds a new index is at it. Raises FollowerError if it failed."""
        process = self._building
        if process is None:
            return False
        if process.poll() is None:
            return True
        self._building = None
        if process.returncode:
            self._said.seek(0)
            lines = self._said.read().decode(errors="replace").strip().splitlines()
            raise FollowerError(f"索引没有建成：{lines[-1] if lines else process.returncode}")
        return False


@contextmanager
def in_words() -> Iterator[None]:
    """Say what stands in the way as a follower does; that somebody else is at it is nothing to be told."""
    try:
        yield
    except Busy:
        return
    except EngineError as error:
        raise FollowerError(str(error)) from error
