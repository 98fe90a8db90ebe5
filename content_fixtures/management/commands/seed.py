from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from cms.commands import OperatorCommand
from content_fixtures.accounts import demo_accounts
from content_fixtures.seed import seed_cluster
from content_fixtures.sizes import SIZES


class Command(OperatorCommand):
    help = "写入演示网站群：九个站点、栏目、内容、图片和演示账号。重复执行只补缺失的内容。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=list(SIZES), default="demo", help="规模：tiny、demo（默认）或 city")

    def handle(self, *args: Any, size: str, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("演示账号的密码是公开的，因此 seed 只能在开发设置（DEBUG=True）下执行。")
        seeded = seed_cluster(size, tell=lambda line: self.stdout.write(f"· {line}"))
        self.stdout.write(f"新增栏目 {seeded.channels} 个、内容 {seeded.pages} 篇、账号 {seeded.accounts} 个。")
        if seeded.accounts:
            for account in demo_accounts():
                self.stdout.write(f"  {account.name}  用户名 {account.username}  密码 {account.password}")
