"""Wagtail's command of this name stops at the first page that cannot be published; this one does what the publisher does."""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from cms.commands import OperatorCommand
from cms.publishing.schedule import run_due


class Command(OperatorCommand):
    help = "发布和撤下到时间的页面，一次；平时由 publisher 完成，不必运行。"

    def handle(self, **_: Any) -> None:
        problems = run_due(timezone.now())
        if problems:
            raise CommandError("\n".join(problems))
