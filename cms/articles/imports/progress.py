"""Shows how far an import is: a bar on a terminal, plain lines elsewhere."""

from contextlib import AbstractContextManager
from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

LINES_BETWEEN = 10_000


class PlainLines(AbstractContextManager["PlainLines"]):
    """Writes a line every so often."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._done = 0

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None

    def advance(self, lines: int, size: int) -> None:
        before, self._done = self._done, self._done + lines
        if self._done // LINES_BETWEEN > before // LINES_BETWEEN:
            self.say(f"已处理 {self._done} 行")

    def say(self, text: str) -> None:
        self._stream.write(text + "\n")


class Bar(AbstractContextManager["Bar"]):
    """Draws a bar that grows with the bytes read, and writes messages above it."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self._console = Console(file=stream, highlight=False)
        self._done = 0
        self._progress = Progress(
            TextColumn("导入文章"), BarColumn(), TextColumn("{task.percentage:>3.0f}%  {task.description}"),
            TimeRemainingColumn(), console=self._console, transient=True,
        )
        self._task = self._progress.add_task("", total=total)

    def __enter__(self) -> "Bar":
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._progress.stop()

    def advance(self, lines: int, size: int) -> None:
        self._done += lines
        self._progress.update(self._task, advance=size, description=f"{self._done} 行")

    def say(self, text: str) -> None:
        self._console.print(text, markup=False, soft_wrap=True)


def progress_on(stream: TextIO, total: int) -> PlainLines | Bar:
    """Return what suits the stream."""
    return Bar(stream, total) if stream.isatty() else PlainLines(stream)
