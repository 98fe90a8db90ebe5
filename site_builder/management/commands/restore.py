"""manage.py restore: bring back a backup."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from cms.commands import OperatorCommand
from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.places import open_place
from site_builder.errors import BuilderError
from site_builder.restoring import restore_installation


class Command(OperatorCommand):
    help = "用备份恢复数据库、图片和文件；全部文件核对无误之后才动手。恢复后运行 build 重新生成镜像。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="SOURCE", help="备份所在的文件夹，或 s3://桶/前缀")
        parser.add_argument("--keys", default="", metavar="SOURCE2", help="签名密钥的备份位置")
        parser.add_argument("--backup", dest="name", default="", metavar="NAME", help="哪一个备份，默认最新的完整备份")
        parser.add_argument("--force", action="store_true", help="替换现有的数据；默认只恢复到空的安装中")

    def handle(self, *, place: str, keys: str, name: str, force: bool, **_: Any) -> None:
        try:
            done = restore_installation(
                open_place(place), open_place(keys) if keys else None, name=name, force=force, tell=self.stdout.write
            )
        except (BackupError, BuilderError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已恢复备份 {done.name}（{done.at}，变更序号 {done.change}）。请运行 manage.py build 重新生成镜像。")
        if not keys:
            self.stdout.write("没有恢复签名密钥（--keys）：若这里没有密钥，下次生成会产生新的密钥。")
