"""Compound files, and the old Word and Excel files in them, written here byte by byte."""

import struct
from collections.abc import Sequence
from datetime import date

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST = 4096  # bytes of a stream that is kept in whole sectors
FORMATS_AT, CLX_AT, TEXT_AT = 250, 418, 1024


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file: header, table of sectors, directory, and the streams, filled up with zeros."""
    entries = len(streams) + 1
    directory = -(-entries // 4)
    filled = [data.ljust(max(SMALLEST, -(-len(data) // SECTOR) * SECTOR), b"\0") for data in streams.values()]
    chains = [directory, *(len(data) // SECTOR for data in filled)]
    tables = 1
    while tables + sum(chains) > tables * SECTOR // 4:
        tables += 1
    table, starts = [TABLE] * tables, []
    for length in chains:
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + length), END]
    table += [FREE] * (tables * SECTOR // 4 - len(table))
    header = struct.pack("<8s16s6H10L", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 62, 3, 0xFFFE, 9, 6, 0, 0, 0, tables, starts[0], 0,
                         SMALLEST, END, 0, END, 0)
    listed = [_entry("Root Entry", 5, child=1, following=FREE, start=END, size=0)]
    for number, (name, data, start) in enumerate(zip(streams, filled, starts[1:], strict=True), 1):
        following = number + 1 if number < len(streams) else FREE
        listed.append(_entry(name, 2, child=FREE, following=following, start=start, size=len(data)))
    listed += [bytes(128)] * (directory * 4 - entries)
    return b"".join([
        header, struct.pack("<109L", *range(tables), *[FREE] * (109 - tables)), struct.pack(f"<{len(table)}L", *table), *listed, *filled,
    ])


def _entry(name: str, kind: int, *, child: int, following: int, start: int, size: int) -> bytes:
    words = name.encode("utf-16-le")
    return struct.pack("<64sHBB3L16sL2QLQ", words, len(words) + 2, kind, 1, FREE, following, child, b"", 0, 0, 0, start, size)


def doc(
    *pieces: str, lengths: Sequence[int] = (), flags: int = 0x0200, kind: int = 0xA5EC, properties: bytes = b"",
    marks: Sequence[tuple[int, bytes]] = (),
) -> bytes:
    """Return a Word file: ASCII pieces in one byte a character, others in two.

    `lengths` of the parts, if there are more than one; `marks` are offsets and what is done from there on to characters.
    """
    text, places, positions = b"", b"", [0]
    for piece in pieces:
        narrow = piece.isascii()
        at = TEXT_AT + len(text)
        places += struct.pack("<HLH", 0, (at * 2) | 1 << 30 if narrow else at, 0)
        text += piece.encode("ascii" if narrow else "utf-16-le")
        positions.append(positions[-1] + len(piece))
    plc = struct.pack(f"<{len(positions)}L", *positions) + places
    clx = b"".join(struct.pack("<BH", 1, len(properties)) + properties for _ in range(bool(properties)))
    clx += struct.pack("<BL", 2, len(plc)) + plc
    fib = bytearray(TEXT_AT)
    struct.pack_into("<2H", fib, 0, kind, 193)
    struct.pack_into("<H", fib, 10, flags)
    parts = [*(lengths or positions[-1:]), *[0] * 8][:8]
    struct.pack_into("<8L", fib, 76, *parts)
    struct.pack_into("<2L", fib, CLX_AT, 16, len(clx))
    index = b""
    if marks:
        text = text.ljust(-(-len(text) // SECTOR) * SECTOR, b"\0")
        index = struct.pack("<3L", TEXT_AT, TEXT_AT + len(text), (TEXT_AT + len(text)) // SECTOR)
        text += _page_of_formats(marks)
    struct.pack_into("<2L", fib, FORMATS_AT, 16 + len(clx), len(index))
    return compound({"WordDocument": bytes(fib) + text, "1Table" if flags & 0x0200 else "0Table": bytes(16) + clx + index})


def _page_of_formats(marks: Sequence[tuple[int, bytes]]) -> bytes:
    """Return a page that says what is done to runs; the last of the marks is where the last run ends."""
    runs, page = len(marks) - 1, bytearray(SECTOR)
    struct.pack_into(f"<{runs + 1}L", page, 0, *(offset for offset, _ in marks))
    at = SECTOR - 2
    for number, (_, operations) in enumerate(marks[:-1]):
        if operations:
            at -= (len(operations) + 2) // 2 * 2
            page[at:at + 1 + len(operations)] = bytes([len(operations)]) + operations
            page[4 * (runs + 1) + number] = at // 2
    page[-1] = runs
    return bytes(page)


Cell = str | float | date | bool


def xls(**sheets: list[list[Cell | None]]) -> bytes:
    """Return an Excel file; a sheet whose name begins with 隐藏 is hidden."""
    return compound({"Workbook": workbook(sheets)})


def workbook(sheets: dict[str, list[list[Cell | None]]], protection: bytes = b"") -> bytes:
    """Return the records of a workbook; `protection` are those that stand before all that would be encrypted."""
    words = sorted({cell for rows in sheets.values() for row in rows for cell in row if isinstance(cell, str)})
    shared = struct.pack("<2L", len(words), len(words)) + b"".join(_string(word, "H") for word in words)
    cell_formats = b"".join(_record(0x00E0, struct.pack("<4H12s", 0, form, 0, 0, b"")) for form in (0, 14))  # 14 is a date
    before = _record(0x0809, struct.pack("<4H2L", 0x0600, 5, 0, 0, 0, 0)) + protection + cell_formats
    after = _record(0x00FC, shared) + _record(0x000A)
    bodies = [_sheet(rows, words) for rows in sheets.values()]
    at = len(before) + len(after) + sum(len(_bound(name, 0)) for name in sheets)
    listed = b""
    for name, body in zip(sheets, bodies, strict=True):
        listed += _bound(name, at)
        at += len(body)
    return before + listed + after + b"".join(bodies)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(data)) + data


def _string(words: str, size: str) -> bytes:
    return struct.pack(f"<{size}B", len(words), 1) + words.encode("utf-16-le")


def _bound(name: str, at: int) -> bytes:
    return _record(0x0085, struct.pack("<LBB", at, name.startswith("隐藏"), 0) + _string(name, "B"))


def _sheet(rows: list[list[Cell | None]], words: list[str]) -> bytes:
    cells = b"".join(
        _cell(row, column, cell, words) for row, values in enumerate(rows) for column, cell in enumerate(values) if cell is not None
    )
    return _record(0x0809, struct.pack("<4H2L", 0x0600, 16, 0, 0, 0, 0)) + cells + _record(0x000A)


def _cell(row: int, column: int, cell: Cell, words: list[str]) -> bytes:
    if isinstance(cell, bool):
        return _record(0x0205, struct.pack("<3H2B", row, column, 0, cell, 0))
    if isinstance(cell, str):
        return _record(0x00FD, struct.pack("<3HL", row, column, 0, words.index(cell)))
    if isinstance(cell, date):
        return _record(0x0203, struct.pack("<3Hd", row, column, 1, (cell - date(1899, 12, 30)).days))
    return _record(0x0203, struct.pack("<3Hd", row, column, 0, cell))
