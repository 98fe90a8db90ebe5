"""What the cells of a spreadsheet are in plain text."""

from collections.abc import Iterable
from datetime import date, datetime, time


def line_of(values: Iterable[object]) -> str:
    """Return what the cells of a row say, with blanks between; nothing of empty ones and of truth values."""
    return " ".join(said for value in values if (said := _say(value)))


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
