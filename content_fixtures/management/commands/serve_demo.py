import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from content_fixtures.accounts import demo_accounts
from content_fixtures.demo.server import PortTaken, listen, run, sites
from content_fixtures.demo.start_page import Place


class Command(BaseCommand):
    help = "在一个端口上提供演示：后台、九个站点的镜像、数据接口和起始页；发布的内容自动更新到镜像。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
        parser.add_argument("--listen", dest="address", default="127.0.0.1", metavar="ADDRESS", help="监听地址，默认只限本机")

    def handle(self, *, port: int, address: str, **_: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("演示账号的密码是公开的，因此 serve_demo 只能在开发设置（DEBUG=True）下执行。")
        places = self._sites()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            server = listen(address, port, places)
        except PortTaken as error:
            raise CommandError(f"{error}。可以换一个端口：make demo PORT=8080。") from error
        self._say_where(port, places)
        run(server, self.stdout.write)
        self.stdout.write("演示已结束。")

    @staticmethod
    def _sites() -> list[Place]:
        try:
            places = sites()
        except DatabaseError as error:
            raise CommandError(f"数据库还不能用，请先运行 make demo，或 manage.py migrate 和 seed（{error}）。") from error
        if not places:
            raise CommandError("还没有站点，请先运行 make demo，或 manage.py seed。")
        return places

    def _say_where(self, port: int, places: list[Place]) -> None:
        self.stdout.write(f"\n演示已就绪，请打开  http://localhost:{port}/\n")
        for place in places:
            self.stdout.write(f"  http://{place.host}:{port}/  {place.name}")
        self.stdout.write(f"  {settings.ADMIN_URL}/admin/  后台")
        editor = next(account for account in demo_accounts() if account.username == "editor")
        self.stdout.write(f"  账号 {editor.username}，密码 {editor.password}；其他账号见起始页。按 Ctrl-C 结束。\n")
