"""manage.py explain SITE PATH: why an output was, or would be, rebuilt."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from site_builder.errors import BuilderError
from site_builder.explain import explain
from site_builder.project import open_store, options


class Command(BaseCommand):
    help = "说明镜像上的一个文件为什么被重新生成，逐项列出它依赖的内容。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("site", metavar="SITE", help="站点标识，例如 portal")
        parser.add_argument("path", metavar="PATH", help="镜像上的路径，例如 /index.html")

    def handle(self, *, site: str, path: str, **_: Any) -> None:
        store = open_store()
        try:
            found = explain(store, options(), site, path)
        except BuilderError as error:
            raise CommandError(str(error)) from error
        finally:
            store.close()
        self.stdout.write(f"上次生成原因：{found.cause}")
        if found.output is None:
            self.stdout.write("该文件已不再需要，下次生成时删除。")
        for key in found.keys:
            self.stdout.write(f"  {'有变化' if key.changed else '未变化'}  {key.words}")
        self.stdout.write("下次生成时会重新生成。" if found.stale else "下次生成时不会重新生成（以已导出的内容为准）。")
