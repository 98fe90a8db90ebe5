"""The text of Word's .docx, Excel's .xlsx and PowerPoint's .pptx, which are archives of XML."""

import re
from io import BytesIO
from typing import Any
from xml.sax.handler import ContentHandler
from zipfile import ZipFile

import openpyxl

from search.extraction.archives import Enough, parse
from search.extraction.cells import line_of
from search.extraction.limits import Collector, Unreadable

WORD, EXCEL, SLIDES = "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"
SLIDE = re.compile(r"ppt/slides/slide(\d{1,6})\.xml")
ENDS = {"p": "\n", "br": "\n", "cr": "\n", "tab": " ", "tc": " "}  # what the end of an element is in plain text


class _Words(ContentHandler):
    """Gathers what a Word document or a slide shows; nothing is kept of how deep its elements are nested."""

    def __init__(self, collected: Collector) -> None:
        super().__init__()
        self.collected = collected
        self._is_text = False
        self._is_hidden = False
        self._fallbacks = 0  # second versions of drawings, for old programs

    def startElement(self, name: str, attrs: Any) -> None:
        local = name.rpartition(":")[2]
        self._is_text = local == "t"
        self._fallbacks += local == "Fallback"
        if local == "r":
            self._is_hidden = False
        elif local == "vanish":
            self._is_hidden = attrs.get("w:val", "1") not in ("0", "false", "off")

    def characters(self, content: str) -> None:
        if self._is_text and not self._is_hidden and not self._fallbacks:
            self.collected.add(content)
            if self.collected.is_full:
                raise Enough

    def endElement(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self._is_text = False
        self._fallbacks -= local == "Fallback"
        if local in ENDS and not self._fallbacks:
            self.collected.add(ENDS[local])


def read_word(archive: ZipFile) -> str:
    """Return the paragraphs and cells of a document, a line for each."""
    collected = Collector()
    parse(archive, WORD, _Words(collected))
    return collected.text()


def read_slides(archive: ZipFile) -> str:
    """Return the paragraphs of the slides in the order of their numbers, without the notes of who speaks."""
    collected = Collector()
    found = {int(match[1]): match[0] for name in archive.namelist() if (match := SLIDE.fullmatch(name))}
    for _, name in sorted(found.items()):
        if not collected.is_full:
            parse(archive, name, _Words(collected))
    return collected.text()


def read_excel(data: bytes) -> str:
    """Return the cells of the sheets that are shown, a line for each row; raise Unreadable if the workbook is broken."""
    try:
        return _read_cells(data)
    except MemoryError:
        raise
    except Exception as error:  # whatever the library stumbles over in a broken file
        raise Unreadable("工作簿已损坏") from error


def _read_cells(data: bytes) -> str:
    collected = Collector()
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        collected.add(f"{sheet.title}\n")
        sheet.reset_dimensions()  # what it says of its size may be wrong by millions of rows
        for row in sheet.iter_rows(values_only=True):
            if line := line_of(row):
                collected.add(f"{line}\n")
            if collected.is_full:
                return collected.text()
    return collected.text()
