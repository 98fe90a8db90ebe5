"""The text of Word's .docx and Excel's .xlsx, which are archives of XML."""

import zlib
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from zipfile import BadZipFile, ZipFile

import defusedxml.sax
import openpyxl
from defusedxml.common import DefusedXmlException

from search.extraction.limits import MOST_PARTS, MOST_UNPACKED, Collector, Unreadable

WORD, EXCEL = "word/document.xml", "xl/workbook.xml"
ENDS = {"p": "\n", "br": "\n", "cr": "\n", "tab": " ", "tc": " "}  # what the end of an element is in plain text


def read(data: bytes) -> str:
    """Return the text of an archive; raise Unreadable or BadZipFile if there is none."""
    with ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        # Sizes in the archive's list bind: not more than that of a part is ever unpacked.
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable(f"解压后超过 {MOST_UNPACKED >> 20} MiB，或文件太多")
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("文件已加密")
        names = {part.filename for part in parts}
        try:
            if WORD in names:
                return _read_word(archive)
            if EXCEL in names:
                return _read_excel(data)
        except (zlib.error, EOFError, NotImplementedError) as error:
            raise BadZipFile(str(error)) from error
    raise Unreadable("不读取这种格式")


class _Enough(Exception):
    """The text is long enough."""


class _Words(ContentHandler):
    """Gathers what a Word document shows; nothing is kept of how deep its elements are nested."""

    def __init__(self) -> None:
        super().__init__()
        self.collected = Collector()
        self._is_text = False
        self._fallbacks = 0  # second versions of drawings, for old programs

    def startElement(self, name: str, attrs: Any) -> None:
        local = name.rpartition(":")[2]
        self._is_text = local == "t"
        self._fallbacks += local == "Fallback"

    def characters(self, content: str) -> None:
        if self._is_text and not self._fallbacks:
            self.collected.add(content)
            if self.collected.is_full:
                raise _Enough

    def endElement(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self._is_text = False
        self._fallbacks -= local == "Fallback"
        if local in ENDS and not self._fallbacks:
            self.collected.add(ENDS[local])


def _read_word(archive: ZipFile) -> str:
    words = _Words()
    try:
        with archive.open(WORD) as part:
            defusedxml.sax.parse(part, words, forbid_dtd=True)
    except _Enough:
        pass  # as much as anybody wants
    except (SAXParseException, DefusedXmlException) as error:
        raise Unreadable("其中的 XML 已损坏或不安全") from error
    return words.collected.text()


def _read_excel(data: bytes) -> str:
    """Return the cells of the sheets that are shown, a line for each row."""
    collected = Collector()
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        collected.add(f"{sheet.title}\n")
        sheet.reset_dimensions()  # what it says of its size may be wrong by millions of rows
        for row in sheet.iter_rows(values_only=True):
            if line := " ".join(said for value in row if (said := _say(value))):
                collected.add(f"{line}\n")
            if collected.is_full:
                return collected.text()
    return collected.text()


def _say(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)
