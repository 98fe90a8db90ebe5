"""System checks of what the builder is told."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.commands import SETTINGS
from site_builder.errors import TargetError
from site_builder.targets.addresses import ADDRESSING, bucket_place


@register(SETTINGS)
def check_publish_target(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    try:
        bucket_place(settings.PUBLISH_TARGET)
    except TargetError as error:
        errors.append(Error(f"{error}。", hint="例如 s3://gov-mirrors/live；见 docs/targets.md。", id="site_builder.E001"))
    if settings.S3_ADDRESSING not in ADDRESSING:
        errors.append(Error(
            f"S3_ADDRESSING 的值无效：{settings.S3_ADDRESSING!r}。", hint=f"可用的值：{'、'.join(ADDRESSING)}。", id="site_builder.E002",
        ))
    return errors
