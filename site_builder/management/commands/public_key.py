"""manage.py public_key: the key with which anybody can check the mirrors."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from site_builder.errors import BuilderError
from site_builder.project import options
from site_builder.signing import public_key


class Command(BaseCommand):
    help = "输出镜像签名的公钥（base64），供核对镜像的人使用。"

    def handle(self, **_: Any) -> None:
        try:
            self.stdout.write(public_key(options().signing_key))
        except BuilderError as error:
            raise CommandError(str(error)) from error
