"""manage.py build: bring the mirrors up to date."""

import argparse
import json
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from site_builder.build import Options, Report
from site_builder.errors import BuilderError
from site_builder.progress import Silent, progress_on
from site_builder.project import build_project, options
from site_builder.workers import Failure

MOST_FAILURES = 50  # a broken template fails thousands of pages, all with the same words


class Command(BaseCommand):
    help = "生成静态镜像：只重新生成有变化的文件，没有变化时不写任何文件。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--site", nargs="+", action="extend", default=[], metavar="KEY", help="只生成这些站点")
        parser.add_argument("--full", action="store_true", help="全部重新导出、重新生成；内容相同的文件仍不重写")
        parser.add_argument("--dry-run", action="store_true", help="只显示计划，不改动镜像")
        parser.add_argument("--allow-deletions", action="store_true", help="允许删除超过上限的文件")
        parser.add_argument("--workers", type=int, default=0, metavar="N", help="进程数，默认等于处理器数")
        parser.add_argument("--cluster", default="", metavar="ADDRESS", help="在 Dask 集群上生成，例如 tcp://10.0.0.5:8786")
        parser.add_argument("--json", action="store_true", help="最后输出一行 JSON")

    def handle(self, **given: Any) -> None:
        started = time.perf_counter()
        chosen: dict[str, Any] = {"sites": tuple(given["site"]), "full": given["full"], "dry_run": given["dry_run"]}
        if given["workers"]:
            chosen["workers"] = given["workers"]
        if given["allow_deletions"]:
            chosen["ceiling"] = 1.0
        chosen["progress"] = progress_on(sys.stderr) if given["verbosity"] else Silent()
        if given["cluster"]:
            from site_builder.cluster import hire_cluster  # who builds here need not wait for it

            chosen["hire"] = hire_cluster(given["cluster"], options())
        try:
            report = self.publish(options(**chosen))
        except BuilderError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"数据库出错，镜像没有受损，请稍后再次运行：{error}") from error
        seconds = round(time.perf_counter() - started, 3)
        self._say(report, seconds, plan=given["dry_run"])
        if given["json"]:
            self.stdout.write(json.dumps(summary(report, seconds)))
        if not report.ok:
            sys.exit(1)

    def publish(self, chosen: Options) -> Report:
        return build_project(chosen, self.stderr.write)

    def _say(self, report: Report, seconds: float, *, plan: bool) -> None:
        if plan:
            for site, operations in sorted(report.plans.items()):
                for operation in operations:
                    verb = "删除" if operation.delete else "写入"
                    self.stdout.write(f"{site} {verb} {operation.path}（{operation.reason}）")
        for failure in report.failures[:MOST_FAILURES]:
            self.stderr.write(self.style.ERROR(describe(failure)))
        if len(report.failures) > MOST_FAILURES:
            self.stderr.write(self.style.ERROR(f"……另有 {len(report.failures) - MOST_FAILURES} 个文件无法生成。"))
        for site, message in sorted(report.site_errors.items()):
            self.stderr.write(self.style.ERROR(f"站点 {site}：{message}；镜像保持原样。"))
        self.stdout.write(
            f"共 {report.pages} 页、{report.files} 个文件；重新生成 {report.rendered}，写入 {report.written}，"
            f"删除 {report.deleted}，用时 {seconds} 秒。"
        )


def describe(failure: Failure) -> str:
    """Return what failed, why, and where in the admin it can be mended."""
    output = failure.output
    page = f"  后台地址：{settings.ADMIN_URL}/admin/pages/{output.subject}/edit/" if output.subject.isdigit() else ""
    return f"{output.site} {output.path}：{failure.cause}{page}"


def summary(report: Report, seconds: float) -> dict[str, Any]:
    """Return what `--json` prints."""
    return {
        "pages": report.pages, "files": report.files, "rendered": report.rendered, "written": report.written,
        "deleted": report.deleted, "bytes": report.bytes, "seconds": seconds, "change": report.change,
        "failed": len(report.failures), "phases": report.seconds,
    }
