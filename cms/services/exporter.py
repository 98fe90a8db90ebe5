"""Service guides as records."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from cms.export.context import ExportContext
from cms.export.registry import PageExporter, Row
from cms.records import GuideRecord, Material, Question, Step
from cms.services.models import GuideAttachment, GuideMaterial, GuidePage, GuideQuestion, GuideStep

PLAIN = (
    "agency", "item_code", "audience", "theme", "basis", "conditions", "place", "hours", "phone", "fee", "legal_days",
    "promised_days", "visits", "channel_of_service", "online_url", "result",
)
IN_ORDER = ("page_id", "sort_order", "id")


class GuideExporter(PageExporter):
    model = GuidePage
    columns = PLAIN

    def children(self) -> dict[str, QuerySet[Any, dict[str, Any]]]:
        return {
            "attachments": GuideAttachment.objects.order_by(*IN_ORDER).values("page_id", "document_id", "title"),
            "materials": GuideMaterial.objects.order_by(*IN_ORDER).values(
                "page_id", "name", "form", "copies", "source", "note", "sample_id"
            ),
            "steps": GuideStep.objects.order_by(*IN_ORDER).values("page_id", "title", "text", "days"),
            "questions": GuideQuestion.objects.order_by(*IN_ORDER).values("page_id", "question", "answer"),
        }

    def record(
        self, row: Row, common: dict[str, Any], children: Mapping[str, Sequence[Row]], context: ExportContext
    ) -> GuideRecord:
        return GuideRecord(
            **common, **{name: row[name] for name in PLAIN},
            materials=tuple(material(child, context) for child in children["materials"]),
            steps=tuple(
                Step(title=child["title"], text=child["text"], days=child["days"]) for child in children["steps"]
            ),
            questions=tuple(
                Question(question=child["question"], answer=child["answer"]) for child in children["questions"]
            ),
            attachments=context.attachments(children["attachments"]),
        )


def material(row: Row, context: ExportContext) -> Material:
    sample = context.attachment(row["sample_id"])
    return Material(
        name=row["name"], form=row["form"], copies=row["copies"], source=row["source"], note=row["note"],
        sample=sample.path if sample else "",
    )
