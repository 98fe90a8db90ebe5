"""The text of attachments, read once for each content and then remembered in a folder.

PDF, Word's .docx, Excel's .xlsx and plain text are read; the old .doc and .xls, and pictures of paper, are not. Files come from
anywhere, and the libraries that read them are large: they run in a process of their own, which has bounded memory and is
stopped when a file takes too long. A file that cannot be read has no text; why is logged, once.
"""

import hashlib
import logging
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, cast

import msgspec

from search.extraction.formats import PLAIN
from search.extraction.limits import MOST_MEMORY, MOST_SECONDS

VERSION = 2  # one more whenever a file may be read differently: everything is read again then
ROOT = Path(__file__).resolve().parents[1]
log = logging.getLogger(__name__)


class Extract(msgspec.Struct, frozen=True):
    """What a file says, or why that is not known."""

    text: str
    reason: str = ""


class Attachments:
    """Texts of files, remembered in `folder`. One thread at a time has a file read."""

    def __init__(self, folder: Path, *, seconds: float = MOST_SECONDS) -> None:
        self._folder = folder / f"v{VERSION}"
        self._reader = Reader(seconds)
        self._lock = threading.Lock()

    def __enter__(self) -> "Attachments":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process that reads; the next file starts another."""
        with self._lock:
            self._reader.stop()

    def text(self, path: Path) -> str:
        """Return the text of a file; empty if it cannot be read or is not there."""
        return self.extract(path).text

    def extract(self, path: Path) -> Extract:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            log.warning("附件 %s 打不开：%s", path, error.strerror)
            return Extract("", "文件打不开")
        # The same bytes may be text under one name, and nothing that we read under another.
        place = self._folder / digest[:2] / f"{digest}{'-plain' if path.suffix.lower() in PLAIN else ''}.json"
        return _remembered(place) or self._read(path, place)

    def _read(self, path: Path, place: Path) -> Extract:
        with self._lock:
            extract = self._reader.read(path)
        if extract.reason:
            log.warning("附件 %s 没有读出文字：%s", path, extract.reason)
        _remember(place, extract)
        return extract


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


class Reader:
    """The process that reads files, started when it is needed and again after it was stopped or has died."""

    def __init__(self, seconds: float = MOST_SECONDS, memory: int = MOST_MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._running: _Running | None = None

    def read(self, path: Path) -> Extract:
        if self._running is None or self._running.process.poll() is not None:
            self.stop()
            self._running = _Running.start(self._memory)
        try:
            line = self._running.ask(path, self._seconds)
        except TimeoutError:
            self.stop()
            return Extract("", f"{self._seconds:g} 秒之内没有读完")
        if line.endswith(b"\n"):
            return msgspec.json.decode(line, type=Extract)
        reason = f"读取程序中断（{self._running.last_words()}）"
        self.stop()
        return Extract("", reason)

    def stop(self) -> None:
        if self._running is not None:
            self._running.end()
            self._running = None


@dataclass(frozen=True)
class _Running:
    """A process, the two ends of the talk with it, and what it complains of."""

    process: "subprocess.Popen[bytes]"
    questions: IO[bytes]
    answers: IO[bytes]
    complaints: IO[bytes]

    @classmethod
    def start(cls, memory: int) -> "_Running":
        complaints = tempfile.TemporaryFile()  # noqa: SIM115 - open for as long as the process is there
        words = [sys.executable, "-m", "search.extraction", str(memory)]
        process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints)
        return cls(process, cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout), complaints)

    def ask(self, path: Path, seconds: float) -> bytes:
        """Return the line that it says, less if it dies in the middle; raise TimeoutError if that takes too long."""
        try:
            self.questions.write(msgspec.json.encode(str(path.absolute())) + b"\n")
            self.questions.flush()
        except BrokenPipeError:
            return b""  # it has just died
        said, end = bytearray(), time.monotonic() + seconds
        while not said.endswith(b"\n"):
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.answers], [], [], left)[0]:
                raise TimeoutError
            piece = os.read(self.answers.fileno(), 1 << 16)
            if not piece:
                break
            said += piece
        return bytes(said)

    def last_words(self) -> str:
        self.process.wait()  # it has closed its side, so this takes no time
        self.complaints.seek(0)
        lines = self.complaints.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:200] if lines else f"代码 {self.process.returncode}"

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.complaints.close()
