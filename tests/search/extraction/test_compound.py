import struct
from collections.abc import Callable
from datetime import date

import pytest

from search.extraction.compound import MAGIC
from search.extraction.formats import read
from search.extraction.limits import MOST_CHARACTERS, Unreadable
from tests.search.extraction.compound_files import TEXT_AT, compound, doc, workbook, xls

NOTICE = ("Phone 0356-1234567\r", "晋城市人民政府关于供热的通知\r")


def test_a_word_file_has_a_line_for_each_paragraph_and_cell() -> None:
    text = read(doc("单位\x07", "件数\x07\x07", "第一行\x0b第二行\x0c", *NOTICE, "12\x1e34\x1f56\x01\r"), "a.doc")
    assert text == "单位\n件数\n第一行\n第二行\nPhone 0356-1234567\n晋城市人民政府关于供热的通知\n12-3456"


def test_the_table_of_pieces_is_in_one_of_two_streams_behind_properties() -> None:
    assert read(doc(*NOTICE, flags=0, properties=b"\2\2\2"), "a.doc") == read(doc(*NOTICE), "a.doc")


def test_of_a_field_only_what_it_shows_is_text() -> None:
    nested = '\x13 HYPERLINK "x" \x14见\x13 REF _Ref1 \\h \x14第三条\x15的规定\x15'
    assert read(doc(f"前{nested}后\x13 PAGE \x15尾\x15\x14\r"), "a.doc") == "前见第三条的规定后尾"


def test_headers_and_comments_are_left_out_footnotes_and_text_boxes_come_after_the_text() -> None:
    parts = ["正文\r", "脚注\r", "页眉\r", "", "批注\r", "尾注\r", "文本框\r", "页眉框\r"]
    text = read(doc(*parts, lengths=[len(part) for part in parts]), "a.doc")
    assert text == "正文\n脚注\n尾注\n文本框"


@pytest.mark.parametrize("operation", [b"\x00\x08\x01", b"\x3c\x08\x01", b"\x03\x6a\0\0\0\0\x00\x08\x01", b"\x09\xc6\x02ab\x3c\x08\x81"])
def test_deleted_and_hidden_passages_are_no_text(operation: bytes) -> None:
    at = TEXT_AT + len("公开内部公开".encode("utf-16-le"))
    marks = [(TEXT_AT, b""), (TEXT_AT + 4, operation), (TEXT_AT + 8, b"\x35\x08\x01\x00\x08\x00")]
    assert read(doc("公开内部公开\r", marks=[*marks, (at, b"")]), "a.doc") == "公开公开"


def test_a_workbook_has_a_line_for_each_row_of_the_sheets_that_are_shown() -> None:
    text = read(xls(明细=[["项目", "金额", None, "日期"], ["供热", 12.5, True, date(2024, 3, 1)], [], [7]], 隐藏的=[["不显示"]]), "a.xls")
    assert text == "明细\n项目 金额 日期\n供热 12.5 2024-03-01\n7"


def test_a_cell_far_away_makes_no_lines() -> None:
    rows: list[list[str | float | date | bool | None]] = [[] for _ in range(65535)]
    assert read(xls(表=[["近"], *rows[:-1], [*[None] * 255, "远"]]), "a.xls") == "表\n近\n远"


@pytest.mark.parametrize(("data", "reason"), [
    (doc(*NOTICE, flags=0x0300), "加密"),
    (doc(*NOTICE, kind=0xA5DC), "Word 95"),
    (compound({"Workbook": workbook({"表": [["字"]]}, struct.pack("<3H", 0x2F, 4, 1) + b"\1\0")}), "加密"),
    (compound({"EncryptionInfo": b"", "EncryptedPackage": b"secret"}), "加密"),
    (compound({"PowerPoint Document": b""}), "ppt"),
    (compound({"Contents": b""}), "不读取这种格式"),
    (compound({"WordDocument": b""}), "Word 95"),
    (compound({"WordDocument": struct.pack("<HHxxxxxxH", 0xA5EC, 193, 0)}), "损坏"),
    (compound({"Workbook": b"\xff" * 5000}), "损坏"),
    (MAGIC, "损坏"),
    (MAGIC + b"\0" * 600, "损坏"),
    (MAGIC + b"\xff" * 600, "损坏"),
])
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data, "a.bin")


FAT, DIRECTORY = 512, 1024  # where they begin in our files


@pytest.mark.parametrize("spoil", [
    lambda data: struct.pack_into("<L", data, 44, 1 << 31),  # more sectors of the table than anybody has
    lambda data: struct.pack_into("<L", data, 64, 1 << 31),  # of the small streams' table
    lambda data: struct.pack_into("<2L", data, 68, 0, 1 << 24),  # of the table's own list
    lambda data: struct.pack_into("<H", data, 30, 65535),  # sectors larger than numbers go
    lambda data: struct.pack_into("<Q", data, DIRECTORY + 128 + 120, 1 << 40),  # a stream of a terabyte
    lambda data: struct.pack_into("<L", data, DIRECTORY + 76, 77777),  # a directory that leads nowhere
])
def test_gigantic_counts_are_not_believed(spoil: Callable[[bytearray], None]) -> None:
    data = bytearray(doc(*NOTICE))
    spoil(data)
    with pytest.raises(Unreadable, match=r"损坏|不读取"):
        read(bytes(data), "a.doc")


def test_a_chain_of_sectors_that_goes_in_circles_gives_no_more_than_the_file_has() -> None:
    data = bytearray(doc(*NOTICE))
    for sector in range(1, 12):
        struct.pack_into("<L", data, FAT + 4 * sector, sector)
    assert len(read(bytes(data), "a.doc")) < len(data)


def test_a_directory_that_goes_in_circles_is_damaged() -> None:
    data = bytearray(doc(*NOTICE))
    struct.pack_into("<3L", data, DIRECTORY + 128 + 68, 1, 1, 1)
    with pytest.raises(Unreadable, match="损坏"):
        read(bytes(data), "a.doc")


@pytest.mark.parametrize("whole", [doc(*NOTICE), xls(表=[["一", 2.0]])], ids=["doc", "xls"])
def test_cut_files_and_files_with_wrong_bytes_are_read_in_part_or_unreadable(whole: bytes) -> None:
    spoiled = [whole[:at] for at in range(0, len(whole), 97)]
    for at in range(8, len(whole), 5):
        copy = bytearray(whole)
        copy[at] ^= 0xFF
        spoiled.append(bytes(copy))
    for data in spoiled:
        try:
            assert isinstance(read(data, "a.bin"), str)
        except Unreadable as error:
            assert str(error)


def test_a_long_text_ends_where_nobody_reads_on() -> None:
    pieces = ["长" * 1000] * 3000
    assert len(read(doc(*pieces), "a.doc")) == MOST_CHARACTERS
