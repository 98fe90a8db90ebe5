"""Words for times and numbers of the dashboard."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django import template
from django.utils import timezone

from cms.publishing.models import Release
from cms.publishing.overview import SeenPublisher

register = template.Library()


@register.filter
def age(since: datetime) -> str:
    """Return how long ago a moment was, in one or two units."""
    passed = max(0, int((timezone.now() - since).total_seconds()))
    if passed < 60:
        return f"{passed} 秒"
    if passed < 3600:
        return f"{passed // 60} 分 {passed % 60} 秒"
    if passed < 86400:
        return f"{passed // 3600} 小时 {passed % 3600 // 60} 分"
    return f"{passed // 86400} 天 {passed % 86400 // 3600} 小时"


@register.filter
def seconds(duration: float) -> str:
    return f"{duration * 1000:.0f} 毫秒" if 0 <= duration < 1 else f"{duration:.1f} 秒"


@register.filter
def longest(releases: Iterable[Release]) -> str:
    return seconds(max(each.seconds for each in releases))


@register.filter
def plain(number: float) -> str:
    """Return a number as SVG reads it, whatever the language."""
    return f"{number:.2f}"


@register.filter
def named(names: Mapping[str, str], key: str) -> str:
    """Return the short name of a site; its key where it is gone."""
    return names.get(key, key)


@register.filter
def any_alive(publishers: Iterable[SeenPublisher]) -> bool:
    return any(each.alive for each in publishers)
