"""Which exporter turns a page type into records: registered explicitly, in each app's `ready`."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet
from wagtail.models import Page

from cms.records import Content

if TYPE_CHECKING:
    from cms.export.context import ExportContext

Row = Mapping[str, Any]
Children = Mapping[int, Sequence[Row]]


class PageExporter(ABC):
    """Turns rows of one page type into records, without a model instance for any of them.

    `columns` are the fields of the type besides those of every content page; `streams` names those columns that hold
    a stream, to be read as its raw JSON. `children` names querysets of what hangs on a page, each with a column
    `page_id`: one query each, however many pages.
    """

    model: ClassVar[type[Page]]
    columns: ClassVar[tuple[str, ...]] = ()
    streams: ClassVar[tuple[str, ...]] = ()

    def children(self) -> dict[str, QuerySet[Any, dict[str, Any]]]:
        """Return `.values()` querysets by name, in the order in which their rows are shown."""
        return {}

    @abstractmethod
    def record(self, row: Row, common: dict[str, Any], children: Mapping[str, Sequence[Row]], context: "ExportContext") -> Content:
        """Return the record of a row; `common` are the fields of every content record, ready to be passed on."""


_exporters: dict[type[Page], PageExporter] = {}
_structural: set[type[Page]] = set()


def register(exporter: PageExporter) -> None:
    """Make an exporter known for its page type."""
    _exporters[exporter.model] = exporter


def register_structural(*models: type[Page]) -> None:
    """Name page types that leave the CMS another way: home pages and channels."""
    _structural.update(models)


def exporters() -> list[PageExporter]:
    """Return all exporters, ordered by the name of their page type."""
    return [_exporters[model] for model in sorted(_exporters, key=lambda model: model.__name__)]


def is_known(model: type[Page]) -> bool:
    return model in _exporters or model in _structural


def group_by_page(rows: QuerySet[Any, dict[str, Any]]) -> Children:
    """Return rows by the id of their page."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["page_id"]].append(row)
    return found
