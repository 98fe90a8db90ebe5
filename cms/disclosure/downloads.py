"""The disclosure catalogue as a file: JSON, CSV or XLSX, written while it is read."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO
from urllib.parse import quote

import msgspec
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from cms.core.spreadsheets import csv_lines, write_xlsx, xlsx_parts
from cms.records.catalogue import HEADINGS, CatalogueEntry, row_of

TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMATS = [("json", "JSON"), ("csv", "CSV"), ("xlsx", "XLSX")]
SHEET = "政府信息公开目录"


def write_catalogue(file: IO[bytes], entries: Iterable[CatalogueEntry], form: str) -> None:
    """Write entries into a file in one of the formats."""
    if form == "xlsx":
        write_xlsx(file, _table(entries), title=SHEET)
    else:
        file.writelines(json_lines(entries) if form == "json" else csv_lines(_table(entries)))


def answer_catalogue(entries: Iterable[CatalogueEntry], form: str, name: str) -> HttpResponseBase:
    """Return the answer with which a browser saves the catalogue as a file."""
    if form == "xlsx":
        parts = xlsx_parts(_table(entries), title=SHEET)
    else:
        parts = json_lines(entries) if form == "json" else csv_lines(_table(entries))
    answer = StreamingHttpResponse(parts)
    answer.headers["Content-Type"] = TYPES[form]
    answer.headers["Content-Disposition"] = f"attachment; filename=catalogue.{form}; filename*=UTF-8''{quote(name)}.{form}"
    return answer


def json_lines(entries: Iterable[CatalogueEntry]) -> Iterator[bytes]:
    """Yield a JSON list with one entry a line."""
    before = b"[\n"
    for entry in entries:
        yield before + msgspec.json.encode(entry)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _table(entries: Iterable[CatalogueEntry]) -> Iterator[list[str]]:
    return chain([list(HEADINGS)], map(row_of, entries))
