"""System checks: a theme that a site can choose must be there."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.cluster.slots import THEMES
from cms.commands import SETTINGS


@register(SETTINGS)
def check_themes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    root = Path(settings.THEMES_ROOT)
    return [
        Error(
            f"找不到主题“{theme}”的文件夹：{root / theme}。",
            hint="检查 THEMES_ROOT 的设置；主题的名称登记在 cms/cluster/slots.py。", id="cluster.E001",
        )
        for theme in THEMES
        if not (root / theme).is_dir()
    ]
