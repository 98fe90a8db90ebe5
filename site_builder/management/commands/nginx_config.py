"""manage.py nginx_config: the configuration of nginx for all sites."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from cms.commands import OperatorCommand
from site_builder.errors import BuilderError
from site_builder.nginx import nginx_configuration
from site_builder.redirect_map import write_redirects
from site_builder.web_server import project_web_server


class Command(OperatorCommand):
    help = "按数据库中的站点写出 nginx 配置和跳转表；没有 --output 时配置写到标准输出。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, metavar="FILE", help="配置文件，例如 /etc/nginx/conf.d/cms.conf")
        parser.add_argument("--redirects", action="store_true", help="只更新跳转表，不写配置")
        parser.add_argument("--mirrors", type=Path, metavar="DIR", help="镜像所在文件夹（默认在 DATA_ROOT 中）")
        parser.add_argument(
            "--application", action="append", metavar="ADDRESS", help="应用的地址，可以多次给出（默认 127.0.0.1:8001）"
        )
        parser.add_argument("--listen", action="append", metavar="ADDRESS", help="监听的地址或端口，可以多次给出")
        parser.add_argument(
            "--tls", nargs=2, metavar=("CERTIFICATE", "KEY"), help="证书和私钥文件，其中 {host} 代表域名；没有时由前面的设备处理"
        )

    def handle(self, *, output: Path | None, redirects: bool, mirrors: Path | None, **chosen: Any) -> None:
        folder = (mirrors or Path(settings.MIRRORS_ROOT)).absolute()
        file = Path(settings.REDIRECTS_FILE)
        try:
            text = "" if redirects else nginx_configuration(project_web_server(mirrors=folder, **chosen_of(chosen)))
            changed = write_redirects(folder, file)
            if output:
                output.write_text(text, encoding="utf-8")
        except (BuilderError, OSError) as error:
            raise CommandError(str(error)) from error
        if redirects:
            self.stdout.write(f"跳转表已更新：{file}" if changed else "跳转表没有变化。")
        elif output:
            self.stdout.write(f"已写入 {output}。用 nginx -t 检查，再重新加载 nginx。")
        else:
            self.stdout.write(text, ending="")


def chosen_of(given: dict[str, Any]) -> dict[str, Any]:
    """Return those of the web server's options that were given."""
    found = {name: tuple(given[name]) for name in ("application", "listen") if given[name]}
    return {**found, "certificate": tuple(given["tls"])} if given["tls"] else found
