"""System checks: a page type that nobody exports would silently never be published."""

from typing import Any

from django.core.checks import CheckMessage, Error
from wagtail.models import get_page_models

from cms.export.registry import is_known


def check_exporters(**_: Any) -> list[CheckMessage]:
    """Report page types without a registered exporter."""
    return [
        Error(
            f"页面类型 {model.__name__} 没有登记导出器，其内容不会发布。",
            hint=f"在 {model._meta.app_label} 应用的 exporter.py 里写一个 PageExporter，并在 apps.py 的 ready 中登记。",
            obj=model,
            id="export.E001",
        )
        for model in get_page_models()
        if model.__module__.startswith("cms.") and not is_known(model)
    ]
