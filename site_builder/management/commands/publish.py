"""manage.py publish: take over what changed since the last time, bring the mirrors up to date, then all that follows them."""

import argparse

from site_builder.build import Options, Report
from site_builder.management.commands.build import Command as BuildCommand
from site_builder.project import publish_project


class Command(BuildCommand):
    help = "处理一次发布变更：取出上次以来的变更，生成并更新镜像，再更新检索索引。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只显示计划，不改动镜像")
        parser.add_argument("--allow-deletions", action="store_true", help="允许删除超过上限的文件")
        parser.add_argument("--json", action="store_true", help="最后输出一行 JSON")
        parser.set_defaults(site=[], full=False, workers=0, cluster="")

    def publish(self, chosen: Options) -> Report:
        return publish_project(chosen, self.stderr.write)
