"""The text of attachments, read once for each content and then remembered in a folder.

Files come from anywhere, and the libraries that read them are large: they run in a process of their own (`search/reader.py`), which
has bounded memory and time. Whoever asks says how long to wait: until a file is read, or not at all; the process goes on reading
meanwhile, and who asks again later gets the text. What took too long is read again with more time, some times at most. A file that
cannot be read has no text; why is logged, once.
"""

import hashlib
import logging
import math
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import msgspec

from search.extraction.limits import PLAIN, SECONDS
from search.reader import Reader

VERSION = 2  # one more whenever a file may be read differently: everything is read again then
NOT_THERE = "文件打不开"
log = logging.getLogger(__name__)


class Extract(msgspec.Struct, frozen=True):
    """What a file says, or why that is not known. `late`: how often it was given up because it took too long."""

    text: str
    reason: str = ""
    late: int = 0


class _UnderWay(NamedTuple):
    """What is being read, where that is to be remembered, and how often it took too long before."""

    path: Path
    place: Path
    late: int


class Attachments:
    """Texts of files, remembered in `folder`. `seconds` are for the first try, the second and so on."""

    def __init__(self, folder: Path, *, seconds: Sequence[float] = SECONDS) -> None:
        self._folder = folder / f"v{VERSION}"
        self._seconds = seconds
        self._reader = Reader()
        self._under_way: _UnderWay | None = None
        self._lock = threading.Lock()  # one thread at a time talks to the reader

    def __enter__(self) -> "Attachments":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process that reads, and what it is at; the next file starts another."""
        with self._lock:
            self._reader.stop()
            self._under_way = None

    def is_at_work(self) -> bool:
        """Return whether a file is being read, or another thread is waiting for one."""
        with self._mine(0) as mine:
            return not mine or not self._is_free(0)

    def text(self, path: Path, wait: float = math.inf) -> str | None:
        """Return the text of a file, empty if it has none or is not there; None if that is to be asked again later."""
        extract = self.extract(path, wait)
        return None if extract is None else extract.text

    def extract(self, path: Path, wait: float = math.inf) -> Extract | None:
        """Return what a file says; None if that is not known within `wait` seconds, or the time for this try was over."""
        end = time.monotonic() + wait
        try:
            place = self._place(path)
        except OSError as error:
            log.warning("附件 %s 打不开：%s", path, error.strerror)
            return Extract("", NOT_THERE)
        return self._settled(_remembered(place)) or self._read(path, place, end)

    def known(self, path: Path) -> Extract | None:
        """Return what was found out about a file up to now, without reading it; None if nobody tried."""
        try:
            return _remembered(self._place(path))
        except OSError:
            return Extract("", NOT_THERE)

    def _place(self, path: Path) -> Path:
        """Return where the text of a file is remembered: by its content."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        # The same bytes may be text under one name, and nothing that we read under another.
        return self._folder / digest[:2] / f"{digest}{'-plain' if path.suffix.lower() in PLAIN else ''}.json"

    def _read(self, path: Path, place: Path, end: float) -> Extract | None:
        with self._mine(end - time.monotonic()) as mine:
            if not mine or not self._is_free(end):
                return None
            known = _remembered(place)  # perhaps that is what was under way
            if self._settled(known):
                return known
            late = known.late if known else 0
            self._reader.ask(path, self._seconds[late])
            self._under_way = _UnderWay(path, place, late)
            return self._settled(_remembered(place)) if self._is_free(end) else None

    def _settled(self, extract: Extract | None) -> Extract | None:
        """Return what is known of a file, if it will not be tried again."""
        return extract if extract and (not extract.late or extract.late >= len(self._seconds)) else None

    def _is_free(self, end: float) -> bool:
        """Wait for what is under way, if something is, and remember it; return whether nothing is any more."""
        if self._under_way is None:
            return True
        answer = self._reader.answer(max(0.0, end - time.monotonic()))
        if answer is None:
            return False
        path, place, late = self._under_way
        self._under_way = None
        extract = Extract(answer.text, answer.reason, late + 1 if answer.late else 0)
        if not self._settled(extract):
            log.info("附件 %s：%s，稍后再读", path, extract.reason)
        elif extract.reason:
            times = f"，试过 {extract.late} 次，不再读取" if extract.late else ""
            log.warning("附件 %s 没有读出文字：%s%s", path, extract.reason, times)
        _remember(place, extract)
        return True

    @contextmanager
    def _mine(self, wait: float) -> Iterator[bool]:
        """Have the reader for oneself, if that takes no longer; give whether it is so."""
        mine = self._lock.acquire(timeout=min(max(wait, 0.0), threading.TIMEOUT_MAX))
        try:
            yield mine
        finally:
            if mine:
                self._lock.release()


def _remembered(place: Path) -> Extract | None:
    try:
        return msgspec.json.decode(place.read_bytes(), type=Extract)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None  # never read, or only half written by a machine that lost its power


def _remember(place: Path, extract: Extract) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(msgspec.json.encode(extract))
    os.replace(file.name, place)
