"""Shows how far an import is: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

LINES_BETWEEN = 10_000


class ImportProgress(Protocol):
    """Hears how many lines and bytes are done, and what else is to be said."""

    def advance(self, lines: int, size: int) -> None: ...

    def say(self, text: str) -> None: ...


class PlainLines:
    """Writes a line every so often."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._done = 0

    def advance(self, lines: int, size: int) -> None:
        before, self._done = self._done, self._done + lines
        if self._done // LINES_BETWEEN > before // LINES_BETWEEN:
            self.say(f"已处理 {self._done} 行")

    def say(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()


class Bar:
    """Moves a bar by the bytes read, and writes what else is to be said above it."""

    def __init__(self, drawn: Progress, total: int) -> None:
        self._drawn = drawn
        self._task = drawn.add_task("", total=total)
        self._done = 0

    def advance(self, lines: int, size: int) -> None:
        self._done += lines
        self._drawn.update(self._task, advance=size, description=f"{self._done} 行")

    def say(self, text: str) -> None:
        self._drawn.console.print(text, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def progress_on(stream: TextIO, total: int) -> Iterator[ImportProgress]:
    """Give what suits the stream; `total` is the size of the file."""
    if not stream.isatty():
        yield PlainLines(stream)
        return
    columns = (TextColumn("导入文章"), BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as drawn:
        yield Bar(drawn, total)
