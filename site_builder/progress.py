"""How a build says how far it is: a bar on a terminal, plain lines elsewhere, nothing in tests."""

import sys
from typing import Protocol, TextIO


class Progress(Protocol):
    """Hears what a long piece of work is doing."""

    def begin(self, phase: str, total: int = 0) -> None: ...

    def advance(self, count: int) -> None: ...

    def end(self) -> None: ...


class Silent:
    """Says nothing."""

    def begin(self, phase: str, total: int = 0) -> None: ...

    def advance(self, count: int) -> None: ...

    def end(self) -> None: ...


class Lines:
    """Says each phase on a line of its own, and every tenth of a long one."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._done = self._total = self._said = 0
        self._phase = ""

    def begin(self, phase: str, total: int = 0) -> None:
        self._phase, self._total, self._done, self._said = phase, total, 0, 0
        self._say(f"{phase}（{total}）" if total else phase)

    def advance(self, count: int) -> None:
        self._done += count
        tenth = self._done * 10 // self._total if self._total else 0
        if tenth > self._said:
            self._said = tenth
            self._say(f"  {self._phase} {self._done}/{self._total}")

    def end(self) -> None:
        self._phase = ""

    def _say(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()


class Bar:
    """Draws a bar for each phase on a terminal."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress as Drawn, TextColumn, TimeElapsedColumn

        self._drawn = Drawn(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=True
        )
        self._task = self._drawn.add_task("")
        self._drawn.start()

    def begin(self, phase: str, total: int = 0) -> None:
        self._drawn.reset(self._task, description=phase, total=total or None)

    def advance(self, count: int) -> None:
        self._drawn.advance(self._task, count)

    def end(self) -> None:
        self._drawn.stop()


def progress_on(stream: TextIO = sys.stderr) -> Progress:
    """Return what suits the stream."""
    return Bar() if stream.isatty() else Lines(stream)
