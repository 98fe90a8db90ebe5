"""manage.py search_index: bring the index up to date and compare it with the database, or build it anew."""

import argparse
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cms.commands import OperatorCommand
from search.engines.base import EngineError
from search.extraction.limits import SECONDS
from search.indexing import Indexer, NoIndex
from search.locks import Busy
from search.project import engine
from search.published import count_pages
from search.source import Source

TENTHS = 10


class Command(OperatorCommand):
    help = "更新检索索引并与数据库核对；没有索引时建立索引。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="重新建立索引；建成之前，检索仍用原来的索引")

        parser.add_argument("--attachments", action="store_true", help="只列出没有文字可检索的附件和原因")

    def handle(self, *, rebuild: bool, attachments: bool, **_: Any) -> None:
        if attachments:
            self._list_attachments()
            return
        indexer = Indexer(engine())
        try:
            if rebuild or not self._compared(indexer):
                self._rebuild(indexer)
            if unread := indexer.unread():
                self.stdout.write(f"{unread} 项内容还有附件没有读完，以后再读；一个文件最多读 {len(SECONDS)} 次。")
        except EngineError as error:
            raise CommandError(f"检索引擎不可用：{error}") from error
        except Busy as error:
            raise CommandError("另一个进程正在更新或重建索引，请等它结束。") from error

    def _compared(self, indexer: Indexer) -> bool:
        """Bring the index up to date; return whether there is one."""
        try:
            while indexer.follow():
                pass
            sweep = indexer.compare_everything()
            with self._progress("与数据库核对", sweep.total) as advance:
                more = True
                while more:
                    seen = sweep.at
                    more = indexer.follow()
                    advance(sweep.at - seen)
        except NoIndex:
            return False
        self.stdout.write(f"索引有 {sweep.seen} 项内容；补上 {sweep.changed} 项，去掉 {sweep.removed} 项。")
        return True

    def _rebuild(self, indexer: Indexer) -> None:
        with self._progress("建立索引", count_pages()) as advance:
            count = indexer.rebuild(advance)
        self.stdout.write(f"索引已建成，共 {count} 项内容。")

    def _list_attachments(self) -> None:
        count = 0
        for page, file, reason in Source().without_text():
            count += 1
            self.stdout.write(f"{page.site} {page.id} {page.title}：{file}（{reason}）")
        self.stdout.write(f"{count} 个附件没有文字可检索。")

    def _progress(self, words: str, total: int) -> Any:
        return Shown(words, total)


class Shown:
    """A bar on a terminal; elsewhere, as in the log of a service, a line for every tenth."""

    def __init__(self, words: str, total: int) -> None:
        console = Console(stderr=True)
        self._console, self._words, self._total, self._done = console, words, total, 0
        self._drawn = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console,
            transient=True, disable=not console.is_terminal,
        )
        self._task = self._drawn.add_task(words, total=total or None)

    def __enter__(self) -> Any:
        self._drawn.start()
        return self._advance

    def __exit__(self, *_: object) -> None:
        self._drawn.stop()

    def _advance(self, count: int) -> None:
        self._drawn.advance(self._task, count)
        tenths = self._done * TENTHS // max(self._total, 1)
        self._done += count
        if not self._console.is_terminal and self._done * TENTHS // max(self._total, 1) > tenths:
            self._console.print(f"{self._words}：{self._done}/{self._total}", highlight=False)
