import secrets
from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms.accounts.roles import Role, RoleError, create_user
from cms.commands import OperatorCommand


class Command(OperatorCommand):
    help = "创建（或更新）一个账号，并赋予一个角色。"

    def add_arguments(self, parser: CommandParser) -> None:
        roles = "，".join(f"{value} {label}" for value, label in Role.choices)
        parser.add_argument("username", metavar="NAME", help="登录名")
        parser.add_argument("--site", default="", metavar="KEY", help="站点标识，例如 gaoping；网站群角色不填")
        parser.add_argument("--role", required=True, choices=Role.values, metavar="ROLE", help=f"角色：{roles}")
        parser.add_argument("--password", default="", help="密码；不填则随机生成并显示")
        parser.add_argument("--name", default="", help="姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or secrets.token_urlsafe(12)
        role = Role(options["role"])
        try:
            user = create_user(
                options["username"], role=role, site_key=options["site"], password=password, name=options["name"]
            )
        except RoleError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"账号“{user.username}”已就绪，角色：{role.label}。")
        if not options["password"]:
            self.stdout.write(f"密码：{password}")
