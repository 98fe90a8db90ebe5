"""The process that reads files for this one (`python -m search.extraction`): asked, waited for as long as one likes, and asked on.

It ends itself when a file takes longer than it was told, so that nobody has to watch it; also when this process is gone.
"""

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

import msgspec

from search.extraction.limits import MOST_MEMORY

ROOT = Path(__file__).resolve().parents[1]


class Answer(msgspec.Struct, frozen=True):
    """What a file says, or why there is no text; `late` if the time was over before that was known."""

    text: str
    reason: str = ""
    late: bool = False


class Reader:
    """Starts the process when it is needed, and again after it has ended. It is at one file at a time."""

    def __init__(self, memory: int = MOST_MEMORY) -> None:
        self._memory = memory
        self._running: _Running | None = None
        self._seconds = 0.0

    def ask(self, path: Path, seconds: float) -> None:
        """Let it read a file for some seconds at most; it has answered all that it was asked before."""
        if self._running is None or self._running.process.poll() is not None:
            self.stop()
            self._running = _Running.start(self._memory)
        self._seconds = seconds
        self._running.ask({"path": str(path.absolute()), "seconds": seconds})

    def answer(self, wait: float) -> Answer | None:
        """Return what it says within `wait` seconds; None if it is still at it."""
        if self._running is None:
            raise RuntimeError("nothing was asked")
        line = self._running.line(wait)
        if line is None:
            return None
        if line.endswith(b"\n"):
            return msgspec.json.decode(line, type=Answer)
        late, words = self._running.is_late(), self._running.last_words()
        self.stop()
        return Answer("", f"{self._seconds:g} 秒之内没有读完" if late else f"读取程序中断（{words}）", late)

    def stop(self) -> None:
        if self._running is not None:
            self._running.end()
            self._running = None


@dataclass(frozen=True)
class _Running:
    """A process, the two ends of the talk with it, what it complains of, and what it has said of a line."""

    process: "subprocess.Popen[bytes]"
    questions: IO[bytes]
    answers: IO[bytes]
    complaints: IO[bytes]
    said: bytearray = field(default_factory=bytearray)

    @classmethod
    def start(cls, memory: int) -> "_Running":
        complaints = tempfile.TemporaryFile()  # noqa: SIM115 - open for as long as the process is there
        words = [sys.executable, "-m", "search.extraction", str(memory)]
        process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints)
        return cls(process, cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout), complaints)

    def ask(self, question: Mapping[str, object]) -> None:
        try:
            self.questions.write(msgspec.json.encode(question) + b"\n")
            self.questions.flush()
        except BrokenPipeError:
            pass  # it has just died, and the answer will be that

    def line(self, wait: float) -> bytes | None:
        """Return the line that it says, less if it dies in the middle; None if it has not ended within `wait` seconds."""
        end = time.monotonic() + wait
        while not self.said.endswith(b"\n"):
            left = None if wait == float("inf") else max(0.0, end - time.monotonic())
            if not select.select([self.answers], [], [], left)[0]:
                return None
            piece = os.read(self.answers.fileno(), 1 << 16)
            if not piece:
                break
            self.said.extend(piece)
        line = bytes(self.said)
        self.said.clear()
        return line

    def is_late(self) -> bool:
        """Return whether it ended because the time was over."""
        return self.process.wait() == -signal.SIGALRM  # it has closed its side, so this takes no time

    def last_words(self) -> str:
        self.process.wait()
        self.complaints.seek(0)
        lines = self.complaints.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:200] if lines else f"代码 {self.process.returncode}"

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.complaints.close()
