"""The text of a workbook of Excel 97 to 2003 (.xls), and of Excel 95."""

from collections.abc import Iterator
from datetime import datetime, time
from io import StringIO

import xlrd
from xlrd.sheet import Sheet
from xlrd.xldate import XLDateError, xldate_as_datetime

from search.extraction.cells import line_of
from search.extraction.limits import Collector, Unreadable

SHOWN = 0  # the visibility of a sheet that nobody hid


def read(stream: bytes) -> str:
    """Return the cells of the sheets that are shown, a line for each row. `stream` holds the records, without a container."""
    collected = Collector()
    try:
        # Sheets are read when they are asked for, rows only as far as they go.
        book = xlrd.open_workbook(file_contents=stream, logfile=StringIO(), on_demand=True, ragged_rows=True)
    except xlrd.XLRDError as error:
        raise Unreadable("文件已加密" if "encrypted" in str(error) else "工作簿已损坏") from error
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        book.unload_sheet(number)
        if sheet.visibility != SHOWN:
            continue
        collected.add(f"{sheet.name}\n")
        for row in range(sheet.nrows):
            if line := line_of(_values(sheet, row, book.datemode)):
                collected.add(f"{line}\n")
            if collected.is_full:
                return collected.text()
    return collected.text()


def _values(sheet: Sheet, row: int, mode: int) -> Iterator[object]:
    """Yield what is in the cells of a row, without truth values and errors."""
    for cell in sheet.row(row):
        if cell.ctype == xlrd.XL_CELL_DATE:
            yield _date(cell.value, mode)
        elif cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER):
            yield cell.value


def _date(value: float, mode: int) -> datetime | time | float:
    """Return what a number of days means; numbers below one are times of no day."""
    try:
        moment: datetime = xldate_as_datetime(value, mode)
    except (XLDateError, ValueError, OverflowError):
        return value
    return moment.time() if 0 <= value < 1 else moment
