"""manage.py verify: every file of the mirrors against the signed manifest."""

import argparse
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from site_builder.errors import BuilderError
from site_builder.progress import Silent
from site_builder.project import options
from site_builder.verification import repair_project, verify_project
from site_builder.verifier.check import Checked
from site_builder.verifier.differences import as_json

MOST_TOLD = 200  # a mirror that was put back whole differs in most of its files


class Command(BaseCommand):
    help = "按签名清单逐个核对镜像上的文件，列出被改动、删除、添加的文件；有不符之处时退出状态为 1。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--site", nargs="+", action="extend", default=[], metavar="KEY", help="只核对这些站点")
        parser.add_argument("--repair", action="store_true", help="把不符的文件恢复原样，并记为篡改事件；全部恢复则退出状态为 0")
        parser.add_argument("--json", action="store_true", help="最后输出一行 JSON")

    def handle(self, *, site: list[str], repair: bool, **given: Any) -> None:
        chosen = options(sites=tuple(dict.fromkeys(site)), progress=Silent())
        found: list[Checked] = []
        left: list[Checked] = []
        try:
            for checked in verify_project(chosen):
                self._say(checked)
                found.append(checked)
            left = [checked for checked in found if checked.differences]
            if left and repair:
                left = [checked for checked in repair_project(left, chosen) if checked.differences]
                self._tell_repair(found, left)
        except BuilderError as error:
            raise CommandError(str(error)) from error
        if given["json"]:
            self.stdout.write(json.dumps(summary(found, left)))
        if left:
            sys.exit(1)

    def _say(self, checked: Checked) -> None:
        differences = checked.differences
        for difference in differences[:MOST_TOLD]:
            self.stderr.write(self.style.ERROR(str(difference)))
        if len(differences) > MOST_TOLD:
            self.stderr.write(self.style.ERROR(f"……另有 {len(differences) - MOST_TOLD} 处。"))
        for note in checked.notes:
            self.stdout.write(f"{checked.site}：{note}")
        verdict = f"有 {len(differences)} 处与签名清单不符" if differences else "与签名清单一致"
        self.stdout.write(f"站点 {checked.site}：{checked.files} 个文件，{verdict}。")

    def _tell_repair(self, found: list[Checked], left: list[Checked]) -> None:
        for checked in left:
            self._say(checked)
        before = sum(len(checked.differences) for checked in found)
        after = sum(len(checked.differences) for checked in left)
        self.stdout.write(f"已恢复 {before - after} 处" + (f"，还有 {after} 处未能恢复。" if after else "。"))


def summary(found: list[Checked], left: list[Checked]) -> dict[str, Any]:
    """Return what `--json` prints."""
    return {
        "sites": len(found), "files": sum(checked.files for checked in found),
        "differences": [as_json(difference) for checked in found for difference in checked.differences],
        "left": sum(len(checked.differences) for checked in left),
    }
