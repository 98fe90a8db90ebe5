"""Forms and annexes to download, drawn as PDF; equal texts give equal bytes."""

import io
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from content_fixtures.library import read

FONT = "STSong-Light"
ROW_HEIGHT = 11 * mm
CELLS = 4  # two fields a row, each with its label


def annexes() -> dict[str, dict[str, Any]]:
    """Return the annexes by name."""
    return {entry["name"]: entry for entry in read("annexes")}


def draw_pdf(entry: dict[str, Any]) -> bytes:
    """Return the annex as a PDF file."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream, pagesize=A4, topMargin=24 * mm, bottomMargin=22 * mm, leftMargin=24 * mm, rightMargin=24 * mm,
        title=entry["title"], author="晋城在线", invariant=1,
    )
    document.build(_flow(entry))
    return stream.getvalue()


def _flow(entry: dict[str, Any]) -> list[Flowable]:
    title = ParagraphStyle("title", fontName=FONT, fontSize=18, leading=28, alignment=1, spaceAfter=8 * mm)
    text = ParagraphStyle("text", fontName=FONT, fontSize=11, leading=20, wordWrap="CJK")
    flow: list[Flowable] = [Paragraph(entry["title"], title)]
    if "fields" in entry:
        flow.append(_form(entry["fields"], text))
    if "table" in entry:
        flow.append(_table(entry["table"], text))
    flow.append(Spacer(1, 6 * mm))
    flow += [Paragraph(line, text) for line in entry.get("notes", "").splitlines()]
    return flow


def _form(fields: list[str], style: ParagraphStyle) -> Table:
    """Return an empty form, two fields a row; a field that ends with a colon takes the whole row."""
    rows: list[list[Any]] = []
    pending: list[Any] = []
    spans = []
    for field in fields:
        label = Paragraph(field.rstrip("："), style)
        if field.endswith("："):
            spans.append(len(rows) + bool(pending))
            rows += [_padded(pending)] if pending else []
            rows.append([label, "", "", ""])
            pending = []
        else:
            pending += [label, ""]
            if len(pending) == CELLS:
                rows.append(pending)
                pending = []
    rows += [_padded(pending)] if pending else []
    table = Table(rows, colWidths=[32 * mm, 49 * mm, 32 * mm, 49 * mm], rowHeights=[
        ROW_HEIGHT * 3 if index in spans else ROW_HEIGHT for index in range(len(rows))
    ])
    table.setStyle(TableStyle([*_grid(), *(("SPAN", (1, row), (3, row)) for row in spans)]))
    return table


def _padded(cells: list[Any]) -> list[Any]:
    return [*cells, *[""] * (CELLS - len(cells))]


def _table(rows: list[list[str]], style: ParagraphStyle) -> Table:
    cells = [[Paragraph(str(cell), style) for cell in row] for row in rows]
    table = Table(cells, colWidths=[162 * mm / len(rows[0])] * len(rows[0]), repeatRows=1)
    table.setStyle(TableStyle([*_grid(), ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)]))
    return table


def _grid() -> list[tuple[Any, ...]]:
    return [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
