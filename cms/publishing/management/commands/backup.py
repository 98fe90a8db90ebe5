from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import CommandError

from cms.commands import OperatorCommand
from cms.publishing.backups.backup import back_up
from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.places import open_place


class Command(OperatorCommand):
    help = "备份数据库和上传的图片、文件；签名密钥只写入 --keys 指定的另一个位置。编辑可以继续工作。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="DEST", help="文件夹，或 s3://桶/前缀")
        parser.add_argument("--keys", default="", metavar="DEST2", help="签名密钥的备份位置，必须与 DEST 分开")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="只保留最新 N 个备份，默认全部保留")

    def handle(self, *, place: str, keys: str, keep: int, **_: Any) -> None:
        if keep < 0:
            raise CommandError("--keep 不能是负数。")
        try:
            made = back_up(
                open_place(place), open_place(keys) if keys else None, now=datetime.now(UTC), keep=keep, tell=self.stdout.write
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"备份 {made.name} 已完成并核对：变更序号 {made.change}，共 {len(made.files) + len(made.media)} 个文件、{made.size} 字节。"
        )
