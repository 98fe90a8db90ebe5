"""manage.py export_catalogue: the disclosure catalogue as a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from cms.cluster.models import SiteProfile
from cms.commands import OperatorCommand
from cms.disclosure.catalogue import EntryContext, catalogue
from cms.disclosure.catalogue_selection import Selection
from cms.disclosure.downloads import FORMATS, write_catalogue
from cms.publishing.moment import one_moment


class Command(OperatorCommand):
    help = "导出政府信息公开目录：已公开文件的 14 项核心元数据，另加联合发文机关、有效性和所属站点。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="写入的文件；已有的会被替换。")
        parser.add_argument("--site", metavar="KEY", default="", help="只导出这个站点；不给则为整个网站群。")
        parser.add_argument("--format", required=True, choices=[name for name, _ in FORMATS], help="文件格式")

    def handle(self, *args: Any, **given: Any) -> None:
        file: Path = given["file"]
        key: str = given["site"]
        known = list(SiteProfile.objects.order_by("order", "id").values_list("key", flat=True))
        if key and key not in known:
            raise CommandError(f"没有站点“{key}”。可用的站点：{'、'.join(known) or '无'}。")
        partial = file.with_name(f".{file.name}.part")
        try:
            with one_moment(), partial.open("wb") as opened:
                entries = catalogue(Selection(sites=[key] if key else None), EntryContext())
                write_catalogue(opened, entries, given["format"])
            partial.replace(file)
        except OSError as error:
            raise CommandError(f"不能写入 {file}：{error.strerror}") from error
        finally:
            partial.unlink(missing_ok=True)
        self.stdout.write(f"已导出到 {file}")
