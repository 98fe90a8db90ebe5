"""System checks of what search is told."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.commands import SETTINGS
from search.project import MEMORY

RATES = ("SEARCH_RATE", "SUGGEST_RATE", "CLICK_RATE")


@register(SETTINGS)
def check_search(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report an address that is none. Whether somebody answers there is found out by whoever uses it first."""
    errors: list[CheckMessage] = []
    address = str(settings.ELASTICSEARCH_URL)
    places = [] if address.startswith(MEMORY) else [urlsplit(each.strip()) for each in address.split(",") if address]
    if any(place.scheme not in ("http", "https") or not place.hostname for place in places):
        errors.append(Error(
            f"ELASTICSEARCH_URL 不是有效的网址：{address!r}。", hint="例如 http://127.0.0.1:9200；不设置则用内置索引。",
            id="search.E001",
        ))
    errors += [
        Error(f"{name} 应是每分钟的请求次数，至少为 1。", hint="不设置则用默认值。", id="search.E002")
        for name in RATES if getattr(settings, name) < 1
    ]
    return errors
