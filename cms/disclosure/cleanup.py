"""The clean-up list (清理目录): documents whose validity somebody has to look at, and why.

domain.md 3.6: a reminder six months before a document expires, and every year a look at all normative documents in force.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from cms.disclosure.classifications import NORMATIVE
from cms.disclosure.enums import Validity
from cms.disclosure.expiry import REMINDED_BEFORE, REVIEWED_EVERY, months_after
from cms.disclosure.models import DocumentPage
from cms.disclosure.validity import validity_case
from cms.publishing.models import PublishedAddress

IN_FORCE = (Validity.VALID, Validity.AMENDED, Validity.PENDING, Validity.UNMARKED)
OVER = (Validity.EXPIRED, Validity.REPEALED)


class Reason(models.TextChoices):
    """Why a document is on the list; of several the first."""

    OVERDUE = "overdue", "已到期或已废止，标注未改"
    EXPIRING = "expiring", "六个月内到期"
    UNREVIEWED = "unreviewed", "超过一年未清理"


def cleanup_list(sites: Collection[str], day: date) -> QuerySet[DocumentPage]:
    """Return the documents of some sites that are due on a day, those that end first first.

    Each has its `site`, its validity on the day (`today`), and the `reason`.
    """
    # Of most documents the dates and the category say already that they are not due.
    perhaps = Q(expires__lte=months_after(day, REMINDED_BEFORE)) | Q(repealed__lte=day) | Q(category=NORMATIVE)
    candidates = DocumentPage.objects.filter(perhaps, live=True, alias_of=None)
    listed = with_facts(candidates, day).annotate(reason=_reason(day))
    return listed.filter(site__in=list(sites)).exclude(reason="").order_by(F("expires").asc(nulls_last=True), "pk")


def with_facts(documents: QuerySet[DocumentPage], day: date) -> QuerySet[DocumentPage]:
    """Return documents with the site on which readers find each, and its validity on a day (`today`)."""
    place = PublishedAddress.objects.filter(pk=OuterRef("pk")).values("site")[:1]
    return documents.annotate(site=Subquery(place), today=validity_case(day)).select_related("publisher")


def count_reasons(sites: Collection[str], day: date) -> dict[str, int]:
    """Return how many documents of some sites are due for each reason."""
    rows: Any = cleanup_list(sites, day).order_by().values("reason").annotate(number=Count("pk"))
    return {row["reason"]: row["number"] for row in rows}


def _reason(day: date) -> Case:
    soon, long_ago = months_after(day, REMINDED_BEFORE), months_after(day, -REVIEWED_EVERY)
    reviewed: Any = Coalesce("reviewed", "created")
    return Case(
        When(Q(today__in=OVER) & ~Q(validity=F("today")), then=Value(str(Reason.OVERDUE))),
        When(today__in=IN_FORCE, expires__lte=soon, then=Value(str(Reason.EXPIRING))),
        When(
            Q(today__in=IN_FORCE, category=NORMATIVE) & Q(models.lookups.LessThan(reviewed, long_ago)),
            then=Value(str(Reason.UNREVIEWED)),
        ),
        default=Value(""), output_field=CharField(),
    )
