"""System checks of the settings: a wrong value is named before anything runs."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.commands import SETTINGS


@register(SETTINGS)
def check_addresses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    for name in ("DESK_URL", "ADMIN_URL"):
        parts = urlsplit(getattr(settings, name))
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
            errors.append(Error(
                f"{name} 不是有效的网址：{getattr(settings, name)!r}。",
                hint="应为“http(s)://主机[:端口]”，末尾不带斜杠，例如 http://cms.localhost:8000。", id="core.E001",
            ))
    if settings.PUBLIC_BASE_URL_PATTERN.count("{host}") != 1:
        errors.append(Error(
            f"PUBLIC_BASE_URL_PATTERN 必须恰好包含一个 {{host}}：{settings.PUBLIC_BASE_URL_PATTERN!r}。",
            hint="例如 https://{host}。", id="core.E002",
        ))
    return errors


@register(SETTINGS)
def check_data_root(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report a data folder that cannot be written to, or made."""
    folder = Path(settings.DATA_ROOT)
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
        return []
    return [Error(
        f"DATA_ROOT 不可用：{folder}（{existing} 不是可写的文件夹）。",
        hint="把环境变量 DATA_ROOT 设为一个可写的文件夹，数据库、媒体文件和镜像都放在里面。", id="core.E003",
    )]
