"""Articles as records."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet

from cms.articles.models import ArticleAttachment, ArticlePage, ArticleTag
from cms.export.context import ExportContext
from cms.export.registry import PageExporter, Row
from cms.records import ArticleRecord


class ArticleExporter(PageExporter):
    model = ArticlePage
    columns = ("genre", "subtitle", "editor")

    def children(self) -> dict[str, QuerySet[Any, dict[str, Any]]]:
        attachments = ArticleAttachment.objects.order_by("page_id", "sort_order", "id")
        tags = ArticleTag.objects.order_by("content_object_id", "id")
        return {
            "attachments": attachments.values("page_id", "document_id", "title"),
            "tags": tags.annotate(page_id=F("content_object_id")).values("page_id", "tag__name"),
        }

    def record(
        self, row: Row, common: dict[str, Any], children: Mapping[str, Sequence[Row]], context: ExportContext
    ) -> ArticleRecord:
        tags = tuple(child["tag__name"] for child in children["tags"])
        return ArticleRecord(
            **{**common, "keywords": common["keywords"] or tags}, genre=row["genre"], subtitle=row["subtitle"],
            editor=row["editor"], tags=tags, attachments=context.attachments(children["attachments"]),
        )
