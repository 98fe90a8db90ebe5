"""Organisations and leaders as records."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from cms.export.context import ExportContext
from cms.export.registry import PageExporter, Row
from cms.organisations.models import Department, LeaderPage, OrganisationPage
from cms.records import Department as DepartmentRecord, LeaderRecord, OrganisationRecord

PLAIN = ("address", "phone", "hours", "postcode", "email", "head", "order")


class OrganisationExporter(PageExporter):
    model = OrganisationPage
    columns = ("organisation_id", *PLAIN)

    def children(self) -> dict[str, QuerySet[Any, dict[str, Any]]]:
        departments = Department.objects.order_by("page_id", "sort_order", "id")
        return {"departments": departments.values("page_id", "name", "duty", "phone")}

    def record(
        self, row: Row, common: dict[str, Any], children: Mapping[str, Sequence[Row]], context: ExportContext
    ) -> OrganisationRecord:
        return OrganisationRecord(
            **common, **{name: row[name] for name in PLAIN}, key=context.organisations[row["organisation_id"]]["key"],
            departments=tuple(
                DepartmentRecord(name=child["name"], duty=child["duty"], phone=child["phone"])
                for child in children["departments"]
            ),
        )


class LeaderExporter(PageExporter):
    model = LeaderPage
    columns = ("post", "duties", "organisation_id", "order")

    def record(
        self, row: Row, common: dict[str, Any], children: Mapping[str, Sequence[Row]], context: ExportContext
    ) -> LeaderRecord:
        organisation = context.organisations.get(row["organisation_id"])
        return LeaderRecord(
            **common, post=row["post"], duties=row["duties"], order=row["order"],
            organisation=organisation["name"] if organisation else "",
        )
