"""Imports articles from JSON lines: good lines are taken over, bad ones reported, equal ones left alone.

An article is identified by its site and slug. Lines are read in chunks; each chunk is one transaction with its Change
rows, so an import that is cut off has taken over whole chunks and goes on when it is run again. Memory does not grow
with the texts, only by some dozens of bytes a line, to notice an article that occurs twice.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import reset_queries, transaction

from cms.articles.imports.applying import apply_plan
from cms.articles.imports.bodies import prepare_body
from cms.articles.imports.channels import ChannelTree
from cms.articles.imports.lines import LineError, parse_date, parse_line
from cms.articles.imports.pictures import PictureFolder
from cms.articles.imports.planning import Incoming, Plan, plan_chunk

CHUNK = 1000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Report = Callable[[int, str], None]
Advance = Callable[[int, int], None]


@dataclass
class Summary:
    """How an import ended, or in a dry run would end; `bad` counts lines with a problem, cleaned ones included."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad: int = 0
    channels: dict[tuple[str, str], None] = field(default_factory=dict)


def import_articles(
    lines: Iterable[bytes], *, folder: Path | None, dry_run: bool, report: Report, advance: Advance
) -> Summary:
    """Take the articles over; `folder` holds their pictures.

    `report` hears of each bad line with its number and the reason, `advance` how many lines and bytes are done.
    """
    summary = Summary()
    reader = _Reader(folder)
    numbered = enumerate(lines, start=1)
    with _collecting_rarely():
        while chunk := list(islice(numbered, CHUNK)):
            incoming, problems = reader.read(chunk)
            problems |= _take_over(incoming, summary, dry_run=dry_run)
            for number in sorted(problems):
                report(number, problems[number])
            summary.bad += len(problems)
            advance(len(chunk), sum(len(raw) for _, raw in chunk))
            reset_queries()  # while DEBUG is on Django keeps every statement, texts and all
    return summary


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Let the garbage collector leave alone what was there before, and look at the rest less often: a tenth of the time."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _take_over(incoming: list[Incoming], summary: Summary, *, dry_run: bool) -> dict[int, str]:
    """Store a chunk, or in a dry run only look; return the problems that come up."""
    # On SQLite a transaction takes the write lock, which a dry run has no use for.
    with nullcontext() if dry_run else transaction.atomic():
        tree = ChannelTree()
        plan = plan_chunk(incoming, tree)
        _count(plan, tree, summary)
        if not dry_run:
            apply_plan(plan, tree)
    return plan.problems


def _count(plan: Plan, tree: ChannelTree, summary: Summary) -> None:
    summary.created += len(plan.new)
    summary.updated += len(plan.changed)
    summary.unchanged += plan.unchanged
    for address in plan.channels:
        summary.channels |= dict.fromkeys(tree.missing(*address))


class _Reader:
    """Turns raw lines into articles ready to store, and remembers which it has seen."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = PictureFolder(folder)
        self._seen: dict[int, int] = {}

    def read(self, chunk: Iterable[tuple[int, bytes]]) -> tuple[list[Incoming], dict[int, str]]:
        """Return the good lines, and the problems of the others by their number."""
        incoming: list[Incoming] = []
        problems: dict[int, str] = {}
        for number, raw in chunk:
            text = raw.removeprefix(BYTE_ORDER_MARK) if number == 1 else raw
            if not text.strip():
                continue
            try:
                one = self._read_line(number, text)
            except LineError as error:
                problems[number] = str(error)
                continue
            incoming.append(one)
            if one.body.remarks:
                problems[number] = "；".join(one.body.remarks) + "（文章已导入）"
        return incoming, problems

    def _read_line(self, number: int, raw: bytes) -> Incoming:
        line = parse_line(raw)
        # A number instead of the words keeps this small; that two of them meet is out of all likelihood.
        first = self._seen.setdefault(hash((line.site, line.slug)), number)
        if first != number:
            raise LineError(f"文章标识“{line.slug}”在站点“{line.site}”中与第 {first} 行重复")
        body = prepare_body(line.body, line.title, self._folder)
        if body.is_empty:
            raise LineError("；".join([*body.remarks, "正文没有内容"]))
        return Incoming(number, line, parse_date(line.date), body)
