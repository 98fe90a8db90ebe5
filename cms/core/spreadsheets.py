"""Tables as CSV and XLSX, row by row: nothing of a table is in memory but the row at hand.

A cell that a spreadsheet would take for a formula would run on the reader's computer. In CSV it gets an apostrophe
before it, which spreadsheets do not show; in XLSX it is marked as text. Characters that XML forbids are left out of both. Texts are
whole in CSV; a cell of XLSX ends where Excel's do, and says so.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

BOM = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for the local encoding
# Behind what a program may pass over, and in the widths that one may take for the plain form.
FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠﹦﹢﹣﹫]|[\\t\\r\\n]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")  # not allowed in XML
# Excel reads _x003D_ as the character of that code, and _x005F_ as the line that begins it (ECMA-376, ST_Xstring).
ESCAPE, ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)"), "_x005F_"
NEW_LINE = re.compile("\r\n?")  # XML has \n alone
LONGEST_CELL = 32767  # Excel's limit, in units of UTF-16: characters beyond U+FFFF are two
CUT = "……（内容超出单元格长度，以下从略）"
PART = 64 * 1024  # bytes

Row = Sequence[str]


def csv_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a table as UTF-8 with a mark for Excel, one line for each row."""
    writer = csv.writer(_Line())
    yield BOM
    for row in rows:
        yield writer.writerow([harmless(_clean(cell)) for cell in row])


def write_xlsx(file: IO[bytes], rows: Iterable[Row], *, title: str) -> None:
    """Write a table as a workbook with one sheet, in which every cell is text."""
    from openpyxl import Workbook  # slow to import, and the admin imports this
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=title)
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, _fitting(ESCAPE.sub(ESCAPED, NEW_LINE.sub("\n", _clean(text)))))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(file)


def xlsx_parts(rows: Iterable[Row], *, title: str) -> Iterator[bytes]:
    """Yield a workbook piece by piece; the file behind it is there from the first piece to the last, or until nobody asks for more."""
    with TemporaryFile() as file:
        write_xlsx(file, rows, title=title)
        file.seek(0)
        while part := file.read(PART):
            yield part


def harmless(text: str) -> str:
    """Return what a spreadsheet shows as this text and does not calculate."""
    return f"'{text}" if FORMULA.match(text) else text


def _fitting(text: str) -> str:
    """Return a text that Excel takes into one cell."""
    if len(text) <= LONGEST_CELL // 2 or _units(text) <= LONGEST_CELL:
        return text
    room = 2 * (LONGEST_CELL - len(CUT))  # bytes
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _clean(text: str) -> str:
    return CONTROL.sub("", text)


class _Line:
    """A file for the writer of CSV, which hands back what is written instead of keeping it."""

    def write(self, text: str) -> bytes:
        return text.encode()
