"""Disclosure documents as records."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from cms.disclosure.classifications import GENRES, theme_label
from cms.disclosure.enums import RelationType
from cms.disclosure.models import DocumentAttachment, DocumentPage, DocumentRelation
from cms.disclosure.validity import validity_on
from cms.export.context import ExportContext
from cms.export.registry import PageExporter, Row
from cms.records import DocumentRecord, Relation

# Fields whose value goes into the record as it is.
PLAIN = (
    "number", "category", "format", "language", "basis", "method", "time_limit", "scope", "department",
    "procedure", "registration", "addressee", "signature", "issue_note",
)
IN_FORCE = ("effective", "expires", "repealed")
DATES = ("created", *IN_FORCE)


class DocumentExporter(PageExporter):
    model = DocumentPage
    columns = ("index_number", "publisher_id", "theme", "genre", "audiences", "validity", *PLAIN, *DATES)

    def children(self) -> dict[str, QuerySet[Any, dict[str, Any]]]:
        attachments = DocumentAttachment.objects.order_by("page_id", "sort_order", "id")
        relations = DocumentRelation.objects.order_by("page_id", "sort_order", "id")
        joint = DocumentPage.joint_publishers.through.objects.order_by("documentpage_id", "id")
        # An alias shows the number of its original.
        originals = DocumentPage.objects.filter(alias_of__isnull=False).annotate(
            page_id=F("pk"), original=F("alias_of__documentpage__index_number")
        )
        return {
            "attachments": attachments.values("page_id", "document_id", "title"),
            "relations": relations.values("page_id", "type", "target_id"),
            "joint": joint.annotate(page_id=F("documentpage_id")).values("page_id", "organisation_id"),
            "originals": originals.values("page_id", "original"),
        }

    def record(
        self, row: Row, common: dict[str, Any], children: Mapping[str, Sequence[Row]], context: ExportContext
    ) -> DocumentRecord:
        dates: dict[str, Any] = {name: iso(row[name]) for name in DATES}
        validity = validity_on(context.day, row["validity"], **{name: row[name] for name in IN_FORCE})
        publisher = context.organisations[row["publisher_id"]]
        joint = [context.organisations[child["organisation_id"]] for child in children["joint"]]
        numbers = [row["index_number"], *(child["original"] for child in children["originals"])]
        return DocumentRecord(
            **common, **{name: row[name] for name in PLAIN}, **dates,
            index_number=next((number for number in numbers if number), ""),
            publisher=publisher["name"], publisher_key=publisher["key"],
            theme_code=row["theme"], theme=theme_label(row["theme"]),
            genre_code=row["genre"], genre=GENRES.get(row["genre"], ""),
            audiences=tuple(row["audiences"] or ()), validity=str(validity), validity_label=str(validity.label),
            joint_publishers=tuple(each["name"] for each in joint), joint_keys=tuple(each["key"] for each in joint),
            relations=tuple(
                Relation(type=child["type"], label=str(RelationType(child["type"]).label), target=child["target_id"])
                for child in children["relations"]
            ),
            attachments=context.attachments(children["attachments"]),
        )


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
