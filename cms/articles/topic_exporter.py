"""Topic pages as records."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from cms.articles.models import TopicPage, TopicSection
from cms.export.context import ExportContext
from cms.export.registry import PageExporter, Row
from cms.records import TopicRecord, TopicSection as SectionRecord


class TopicExporter(PageExporter):
    model = TopicPage
    columns = ("archived",)

    def children(self) -> dict[str, QuerySet[Any, dict[str, Any]]]:
        sections = TopicSection.objects.order_by("page_id", "sort_order", "id")
        # As text, because the field's own value would be a stream of Wagtail's with queries behind it.
        raw = sections.annotate(chosen=Cast("items", TextField()))
        return {"sections": raw.values("page_id", "title", "channel_id", "count", "chosen")}

    def record(
        self, row: Row, common: dict[str, Any], children: Mapping[str, Sequence[Row]], context: ExportContext
    ) -> TopicRecord:
        return TopicRecord(
            **common, archived=row["archived"].isoformat() if row["archived"] else "",
            sections=tuple(
                SectionRecord(
                    title=section["title"], channel=section["channel_id"], count=section["count"],
                    items=chosen_pages(section["chosen"]),
                )
                for section in children["sections"]
            ),
        )


def chosen_pages(raw: str | None) -> tuple[int, ...]:
    blocks = msgspec.json.decode(raw) if raw else []
    return tuple(block["value"] for block in blocks if block["value"])
