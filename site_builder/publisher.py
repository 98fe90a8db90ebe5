"""Follows the Change feed and keeps the mirrors up to date."""

import time
from collections.abc import Callable
from threading import Event
from typing import Any

from django.db import connection

from site_builder.build import Report
from site_builder.errors import BuilderError
from site_builder.project import build_project, last_change, options

PAUSE = 1.0  # seconds between two looks at the feed
PAUSE_AFTER_ERROR = 10.0


def publish_forever(stop: Event, tell: Callable[[str], None], **chosen: Any) -> None:
    """Build whenever the CMS has changed, until `stop` is set; a build under way is finished first.

    What cannot be reached now (the database, a builder that runs elsewhere) is tried again later. A broken page is
    reported and waits for the next change: trying it again would fail again.
    """
    done = -1
    while not stop.is_set():
        pause = PAUSE
        try:
            number = last_change()
            if number != done:
                started = time.perf_counter()
                report = build_project(options(**chosen))
                _tell(report, time.perf_counter() - started, tell)
                done = number
        except BuilderError as error:
            tell(f"发布未完成：{error}")
            pause = PAUSE_AFTER_ERROR
        finally:
            # Between two looks nothing is held: the database may restart, its file may be replaced.
            connection.close()
        stop.wait(pause)


def _tell(report: Report, seconds: float, tell: Callable[[str], None]) -> None:
    for failure in report.failures:
        tell(f"{failure.output.site} {failure.output.path} 无法生成：{failure.cause}")
    for site, message in sorted(report.site_errors.items()):
        tell(f"站点 {site}：{message}；镜像保持原样。")
    if report.written or report.deleted:
        tell(f"已发布到镜像：写入 {report.written} 个文件，删除 {report.deleted} 个，用时 {seconds:.1f} 秒。")
