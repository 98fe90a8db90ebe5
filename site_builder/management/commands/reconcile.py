"""manage.py reconcile: compare all records with the database, and publish what was lost by any means."""

from typing import Any

from django.core.management.base import CommandError

from cms.commands import OperatorCommand
from site_builder.errors import BuilderError
from site_builder.project import build_project, one_builder, open_store, options
from site_builder.reconcile import reconcile


class Command(OperatorCommand):
    help = "把全部内容与数据库核对：补登没有登记的变更，并更新镜像。"

    def handle(self, **options_: Any) -> None:
        chosen = options()
        try:
            with one_builder(chosen.state):
                store = open_store()
                try:
                    lost = reconcile(store)[1]
                finally:
                    store.close()
            report = build_project(chosen)
        except BuilderError as error:
            raise CommandError(str(error)) from error
        for key in sorted(lost):
            self.stdout.write(f"补登变更：{key}")
        self.stdout.write(f"核对完成：{len(lost)} 项变更此前没有登记；镜像写入 {report.written} 个文件，删除 {report.deleted} 个。")
        for site, message in sorted(report.site_errors.items()):
            self.stderr.write(f"站点 {site}：{message}；镜像保持原样。")
        if not report.ok:
            raise CommandError("有站点未能发布。")
