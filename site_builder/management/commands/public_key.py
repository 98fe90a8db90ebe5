"""manage.py public_key: the key with which anybody can check the mirrors."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from site_builder.errors import BuilderError
from site_builder.project import options
from site_builder.signing import make_key, public_key


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "输出镜像签名的公钥（base64），供核对镜像的人使用。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--new", type=Path, metavar="FILE", help="在这个文件中建立新的密钥，输出它的公钥；正在使用的密钥不变")

    def handle(self, *, new: Path | None, **_: Any) -> None:
        try:
            self.stdout.write(make_key(new) if new else public_key(options().signing_key))
        except BuilderError as error:
            raise CommandError(str(error)) from error
