"""Which pages are published and meet given conditions, as one query over all kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Length, Substr
from django.utils import timezone
from wagtail.models import Page

from cms.api.cluster import Cluster
from cms.api.kinds import KINDS, Kind
from cms.records import ChannelRecord

COLUMNS = ("id", "path", "published_at")
# Nothing is published beyond these days, and near the ends of the calendar times cannot be turned into UTC.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2900, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What pages must meet; what is left out is not asked. `filters` are those that a kind may or may not know."""

    channels: Sequence[ChannelRecord]
    numbers: Sequence[int] | None = None
    kinds: Sequence[str] = ()
    filters: Mapping[str, str] = field(default_factory=dict)
    start: date | None = None
    end: date | None = None


def select_pages(cluster: Cluster, conditions: Conditions) -> QuerySet[Any, Any]:
    """Return (id, path, time of publication) of the live and public pages that meet the conditions."""
    shared = _shared(cluster, conditions)
    parts = []
    for kind in KINDS:
        own = _own(kind, conditions)
        if own is not None:
            parts.append(_rows(kind, shared & own))
    if not parts:
        return _rows(KINDS[0], shared).none()
    return parts[0].union(*parts[1:], all=True)


def _rows(kind: Kind, condition: Q) -> QuerySet[Any, Any]:
    manager: Any = kind.model._default_manager
    rows = manager.annotate(channel_path=Substr("path", 1, Length("path") - Value(Page.steplen)))
    return rows.filter(condition).order_by().values_list(*COLUMNS)


def _shared(cluster: Cluster, conditions: Conditions) -> Q:
    places = [cluster.tree_paths[channel.id] for channel in conditions.channels]
    condition = Q(live=True, channel_path__in=places) & ~Q(path__in=cluster.context.restricted)
    if conditions.numbers is not None:
        condition &= Q(pk__in=conditions.numbers)
    if conditions.start:
        condition &= Q(published_at__gte=_midnight(conditions.start))
    if conditions.end:
        condition &= Q(published_at__lt=_midnight(conditions.end) + timedelta(days=1))
    return condition


def _own(kind: Kind, conditions: Conditions) -> Q | None:
    """Return what is asked of one kind; None if no page of it can meet the conditions."""
    if conditions.kinds and kind.name not in conditions.kinds:
        return None
    condition = Q()
    for name, value in conditions.filters.items():
        found = kind.matching(name, value)
        if found is None:
            return None
        condition &= found
    return condition


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(min(max(day, FIRST_DAY), LAST_DAY), time.min))
