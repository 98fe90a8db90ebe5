"""Picture galleries as records."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from cms.articles.models import GalleryPage, GalleryPicture
from cms.export.context import ExportContext
from cms.export.registry import PageExporter, Row
from cms.records import GalleryRecord


class GalleryExporter(PageExporter):
    model = GalleryPage

    def children(self) -> dict[str, QuerySet[Any, dict[str, Any]]]:
        pictures = GalleryPicture.objects.order_by("page_id", "sort_order", "id")
        return {"pictures": pictures.values("page_id", "image_id", "caption")}

    def record(
        self, row: Row, common: dict[str, Any], children: Mapping[str, Sequence[Row]], context: ExportContext
    ) -> GalleryRecord:
        found = (context.image(one["image_id"], caption=one["caption"]) for one in children["pictures"])
        pictures = tuple(picture for picture in found if picture)
        lead = common["lead"] or (pictures[0] if pictures else None)
        return GalleryRecord(**{**common, "lead": lead}, pictures=pictures)
