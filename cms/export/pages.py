"""Content pages as records: one query for each page type and one for each kind of thing that hangs on it."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import Page

from cms.core.blocks import export_body
from cms.export.context import ExportContext, Place
from cms.export.registry import PageExporter, Row, exporters, group_by_page
from cms.records import AnyContent
from cms.records.addresses import content_address
from cms.records.links import references_in

COMMON = (
    "id", "path", "title", "published_at", "last_published_at", "summary", "source", "author", "keywords", "lead_image_id",
    "alias_of_id",
)
TAG = re.compile(r"<[^>]*(?:>|$)")  # also one that was cut off
SPACE = re.compile(r"\s+")
SUMMARY = 120  # characters of the text that stand in for a missing summary
SEPARATOR = re.compile(r"[,，;；、\s]+")
CHUNK = 2000

_zone = ZoneInfo(settings.TIME_ZONE)
_decode_stream = json.loads  # quicker than msgspec for text that is a str already


class Part(NamedTuple):
    """A share of all pages, for one of several processes: those whose id leaves one of `rests` when divided by `of`."""

    rests: tuple[int, ...] = (0,)
    of: int = 1


def export_contents(
    context: ExportContext, numbers: Iterable[int] | None = None, part: Part = Part()  # noqa: B008 - it is frozen
) -> Iterator[AnyContent]:
    """Yield the records of what is live and public; `numbers` or `part` limits it to some pages."""
    ids = None if numbers is None else list(numbers)
    if ids is not None and not ids:
        return
    types = None if ids is None else _types_of(ids)
    for exporter in exporters():
        if types is None or exporter.model in types:
            yield from _export_type(exporter, context, ids, part)


def _types_of(ids: list[int]) -> set[type]:
    """Return the classes of some pages, so that no question is asked about other ones."""
    rows = Page.objects.filter(pk__in=ids).order_by().values_list("content_type", flat=True).distinct()
    return {model for number in rows if (model := ContentType.objects.get_for_id(number).model_class())}


def _export_type(
    exporter: PageExporter, context: ExportContext, ids: list[int] | None, part: Part
) -> Iterator[AnyContent]:
    children = {
        name: group_by_page(_limited(rows, "page_id", ids, part)) for name, rows in exporter.children().items()
    }
    names = (*COMMON, *exporter.columns)
    streams = ("body", *exporter.streams)
    query = _limited(exporter.model._default_manager.filter(live=True), "pk", ids, part).order_by("pk")
    raw = {f"raw_{name}": Cast(name, TextField()) for name in streams}
    rows = query.annotate(**raw).values_list(*names, *raw)
    keys = (*names, *streams)
    for values in rows.iterator(chunk_size=CHUNK):
        row = dict(zip(keys, values, strict=True))
        place = context.places.get(row["path"][:-4])
        if place is None or context.is_private(row["path"]):
            continue
        context.begin()
        problem = _expand_streams(row, streams, context)
        hung = {name: grouped.get(row["id"], ()) for name, grouped in children.items()}
        common = _common(row, place, context)
        record = exporter.record(row, common, hung, context)
        yield msgspec.structs.replace(record, media=context.used(), problem=problem)  # type: ignore[misc]


def _limited(rows: QuerySet[Any, Any], column: str, ids: list[int] | None, part: Part) -> QuerySet[Any, Any]:
    if ids is not None:
        rows = rows.filter(**{f"{column}__in": ids})
    if part.of > 1:
        rows = rows.alias(rest=F(column) % part.of).filter(rest__in=part.rests)
    return rows


def _expand_streams(row: dict[str, Any], names: Iterable[str], context: ExportContext) -> str:
    """Put HTML in the place of raw streams; return what is wrong with them, in words, or an empty text.

    One body that cannot be exported must not keep the other pages inside.
    """
    problem = ""
    for name in names:
        try:
            row[name] = export_body(_decode_stream(row[name]), context) if row[name] else ""
        except (ValueError, TypeError, KeyError, AttributeError, LookupError) as error:
            row[name], problem = "", f"正文无法导出：{error}"
    return problem


def _common(row: Row, place: Place, context: ExportContext) -> dict[str, Any]:
    published = local_minute(row["published_at"])
    body = row["body"]
    return {
        "id": row["id"], "site": place.site, "channel": place.id, "title": row["title"],
        "url": content_address(place.path, published, row["id"]), "published": published,
        "updated": local_minute(row["last_published_at"] or row["published_at"]),
        "summary": row["summary"] or plain_text(body)[:SUMMARY], "keywords": words(row["keywords"]),
        "source": row["source"], "author": row["author"], "lead": context.image(row["lead_image_id"]), "body": body,
        "links": references_in(body),
        "canonical": context.canonical(row["alias_of_id"], published) if row["alias_of_id"] else "",
    }


def local_minute(moment: datetime) -> str:
    """Return an aware time as ISO 8601 to the minute, in the city's time."""
    return moment.astimezone(_zone).isoformat(timespec="minutes")


def words(text: str) -> tuple[str, ...]:
    """Return the words of a list that an editor typed with any kind of comma."""
    return tuple(word for word in SEPARATOR.split(text.strip()) if word)


def plain_text(html: str) -> str:
    """Return the words of HTML, for a summary that nobody wrote."""
    return SPACE.sub(" ", unescape(TAG.sub("", html[: SUMMARY * 12]))).strip()
