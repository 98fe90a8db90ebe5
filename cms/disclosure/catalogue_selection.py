"""Which documents of the disclosure catalogue somebody wants, as one query."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from cms.disclosure.classifications import AUDIENCES
from cms.disclosure.models import DocumentPage
from cms.disclosure.validity import validity_case
from cms.publishing.models import PublishedAddress
from cms.records.document_numbers import read

# Nothing is published beyond these days, and near the ends of the calendar times cannot be turned into UTC.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2900, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What documents must meet; what is left out is not asked.

    `sites` are keys. `theme` is a code, of a class with all below it; `audience` a group with all in it, or one of them
    (`面向公民/社会保障`). `publisher` is the key of an organisation that
    numbered the document or issued it with others. `year` is that of publication, as everywhere. `number` is a document
    number in any spelling, without its word or its year, too. Days count to their end.
    """

    sites: Collection[str] | None = None
    theme: str = ""
    genre: str = ""
    publisher: str = ""
    audience: str = ""
    category: str = ""
    year: int | None = None
    validity: str = ""
    number: str = ""
    issued_from: date | None = None
    issued_to: date | None = None
    created_from: date | None = None
    created_to: date | None = None


def select_documents(chosen: Selection, day: date) -> QuerySet[DocumentPage]:
    """Return the documents that readers can open and that meet the conditions, as they are on a day.

    An alias (引用) is not one of them: its original is in the catalogue.
    """
    open_now = PublishedAddress.objects.all()
    if chosen.sites is not None:
        open_now = open_now.filter(site__in=list(chosen.sites))
    found = DocumentPage.objects.filter(_plain(chosen) & _times(chosen), live=True, alias_of=None, pk__in=open_now.values("pk"))
    if chosen.publisher:
        joint = DocumentPage.joint_publishers.through.objects.filter(organisation__key=chosen.publisher)
        found = found.filter(Q(publisher__key=chosen.publisher) | Q(pk__in=joint.values("documentpage_id")))
    if chosen.audience:
        found = _for_audience(found, chosen.audience)
    if chosen.validity:
        found = found.alias(in_force=validity_case(day)).filter(in_force=chosen.validity)
    return found


def _plain(chosen: Selection) -> Q:
    condition = Q(theme__startswith=chosen.theme)
    for name in ("genre", "category"):
        if value := getattr(chosen, name):
            condition &= Q(**{name: value})
    return condition & _numbered(chosen.number) if chosen.number else condition


def _numbered(text: str) -> Q:
    """Return what finds the documents that a number, perhaps not a whole one, may mean."""
    meant = read(text)
    if meant is None:
        return Q(number=text)
    if meant.year is None:
        found = Q(number__endswith=f"〕{meant.serial}号", number__contains=f"{meant.word}〔")
        for ending in meant.order_endings:
            found |= Q(number__endswith=ending)
        return found
    return Q(number__endswith=f"{meant.word}〔{meant.year}〕{meant.serial}号")


def _times(chosen: Selection) -> Q:
    condition = Q()
    if chosen.year is not None:
        condition &= Q(published_at__gte=_midnight(date(chosen.year, 1, 1)), published_at__lt=_midnight(date(chosen.year + 1, 1, 1)))
    if chosen.created_from:
        condition &= Q(created__gte=chosen.created_from)
    if chosen.created_to:
        condition &= Q(created__lte=chosen.created_to)
    if chosen.issued_from:
        condition &= Q(published_at__gte=_midnight(chosen.issued_from))
    if chosen.issued_to:
        condition &= Q(published_at__lt=_midnight(chosen.issued_to) + timedelta(days=1))
    return condition


def _for_audience(found: QuerySet[DocumentPage], audience: str) -> QuerySet[DocumentPage]:
    """Return those for an audience, or for any of a group's."""
    wanted = [f"{audience}/{name}" for name in AUDIENCES.get(audience, ())] or [audience]
    if connection.features.supports_json_field_contains:
        return found.filter(reduce(or_, (Q(audiences__contains=[each]) for each in wanted)))
    # SQLite keeps the list as text, written by the same encoder; the quotes make it a whole item.
    as_text: Any = Cast("audiences", TextField())
    conditions = (Q(audiences_text__contains=json.dumps(each)) for each in wanted)
    return found.alias(audiences_text=as_text).filter(reduce(or_, conditions))


def _midnight(day: date) -> datetime:
    inside = min(max(day, FIRST_DAY), LAST_DAY)
    return timezone.make_aware(datetime.combine(inside, time.min), timezone.get_default_timezone())
