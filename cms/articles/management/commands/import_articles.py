import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from cms.articles.imports.importing import Summary, import_articles
from cms.articles.imports.lines import read_lines
from cms.articles.imports.progress import progress_on
from cms.commands import OperatorCommand


class Command(OperatorCommand):
    help = "从 JSON Lines 文件导入文章：一行一篇，有问题的行逐一说明，其余照常导入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="文件；图片放在它旁边，正文用相对路径引用。")
        parser.add_argument("--dry-run", action="store_true", help="只检查并说明会发生什么，什么也不写入。")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        dry_run: bool = options["dry_run"]
        try:
            opened = file.open("rb")
        except OSError as error:
            raise CommandError(f"打不开文件 {file}：{error.strerror}") from error
        with opened, progress_on(self.stdout._out, file.stat().st_size) as progress:
            summary = import_articles(
                read_lines(opened), folder=file.parent, dry_run=dry_run, advance=progress.advance,
                report=lambda number, reason: progress.say(f"第 {number} 行：{reason}"),
            )
        self._conclude(summary, dry_run=dry_run)

    def _conclude(self, summary: Summary, *, dry_run: bool) -> None:
        for site, section in summary.channels:
            self.stdout.write(f"{'将新建' if dry_run else '新建'}栏目 {site}/{section}")
        self.stdout.write(
            f"{'试运行，没有写入。将' if dry_run else ''}新增 {summary.created}，更新 {summary.updated}，"
            f"未变 {summary.unchanged}，有问题 {summary.bad}"
        )
        if summary.bad:
            sys.exit(1)
