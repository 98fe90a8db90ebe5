"""manage.py publisher: publish for ever."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from site_builder.errors import BuilderError
from site_builder.publisher import publish_forever


class Command(BaseCommand):
    help = "持续发布：有变更就更新镜像，直到收到停止信号（Ctrl-C 或 SIGTERM）。"

    def handle(self, **_: Any) -> None:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("发布进程已启动。")
        try:
            publish_forever(stop, self.stdout.write)
        except BuilderError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("发布进程已停止。")
