from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.base import ContentFile

from cms.media.upload_checks import DOCUMENT_CHECKS, check_document
from cms.settings.wagtail import WAGTAILDOCS_EXTENSIONS
from search.extraction.formats import read
from search.extraction.limits import MOST_CHARACTERS, MOST_PAGES, MOST_UNPACKED, Unreadable
from tests.search.extraction.compound_files import compound, doc, xls
from tests.search.extraction.files import archive, docx, paragraph, pdf, xlsx
from tests.search.extraction.ofd_files import ofd, text as text_object


def test_the_lines_of_a_pdf_are_joined_where_the_paper_ended() -> None:
    text = read(pdf(["关于加强农村饮水安全", "工作的通知", "Phone 0356-1234567"], ["第二页"]), "a.pdf")
    assert text == "关于加强农村饮水安全工作的通知\nPhone 0356-1234567\n第二页"


def test_a_pdf_is_known_by_its_beginning_and_read_to_a_number_of_pages() -> None:
    text = read(pdf(*([f"page {number}"] for number in range(MOST_PAGES + 3))), "a.bin")
    assert text.splitlines()[-1] == f"page {MOST_PAGES - 1}"


@pytest.mark.parametrize("cut", [20, 200, 700])
def test_a_cut_pdf_is_unreadable_or_has_no_text(cut: int) -> None:
    with pytest.raises(Unreadable):
        read(pdf(["一行字"])[:cut], "a.pdf")


@pytest.mark.parametrize(("data", "reason"), [
    (b"{\\rtf1\\ansi\\ansicpg936 \\'cd\\'a8\\'d6\\'aa}", "RTF 格式不读取"), (b"\xdb\xa5\x2d\0" + bytes(600), "格式太旧"),
    (b"\x31\xbe\0\0" + bytes(600), "格式太旧"),
])
@pytest.mark.parametrize("name", ["a.doc", "a.rtf", "a.txt"])
def test_what_is_named_doc_and_is_not_read_says_why(data: bytes, reason: str, name: str) -> None:
    with pytest.raises(Unreadable, match=f"{reason}.*另存为"):
        read(data, name)


def test_an_encrypted_pdf_says_so() -> None:
    with pytest.raises(Unreadable, match="加密"):
        read(pdf(["一行字"], password="secret"), "a.pdf")


def test_a_pdf_without_text_is_thought_a_scan() -> None:
    with pytest.raises(Unreadable, match="扫描"):
        read(pdf([]), "a.pdf")


def test_a_word_file_has_a_line_for_each_paragraph() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('单位')}</w:tc><w:tc>{paragraph('件数')}</w:tc></w:tr></w:tbl>"
    drawing = (
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice>' + paragraph("图中字") + "</mc:Choice><mc:Fallback>" + paragraph("图中字")
        + "</mc:Fallback></mc:AlternateContent>"
    )
    deleted = "<w:p><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del></w:p>"
    text = read(docx(paragraph("晋城市", "人民政府") + deleted + table + drawing + "<w:p>\n  \n</w:p>"), "a.docx")
    assert text == "晋城市人民政府\n单位\n件数\n图中字"


def test_hidden_words_of_a_word_file_are_no_text() -> None:
    runs = "".join(f"<w:r><w:rPr>{marks}</w:rPr><w:t>{words}</w:t></w:r>" for words, marks in (
        ("甲", ""), ("乙", "<w:vanish/>"), ("丙", '<w:vanish w:val="0"/>'), ("丁", "<w:b/>"),
    ))
    assert read(docx(f"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{runs}</w:p>"), "a.docx") == "甲丙丁"


def test_slides_are_read_in_the_order_of_their_numbers() -> None:
    slides = {f"ppt/slides/slide{number}.xml": f"<a:p><a:r><a:t>第{number}页</a:t></a:r></a:p>".encode() for number in (10, 2, 1)}
    assert read(archive({"ppt/presentation.xml": b"<p/>", **slides}), "a.pptx") == "第1页\n第2页\n第10页"


def test_an_excel_file_has_a_line_for_each_row_of_the_sheets_that_are_shown() -> None:
    rows: list[list[object]] = [
        ["项目", "金额", None, "日期"], ["供热", 12.5, True, date(2024, 3, 1)], [], [datetime(2024, 3, 1, 8, 30), 7],
    ]
    text = read(xlsx(明细=rows, 隐藏的=[["不显示"]]), "a.xlsx")
    assert text == "明细\n项目 金额 日期\n供热 12.5 2024-03-01\n2024-03-01T08:30:00 7"


def test_a_cell_far_away_does_not_make_millions_of_rows() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD9000"] = "近", "远"
    made = BytesIO()
    book.save(made)
    assert read(made.getvalue(), "a.xlsx") == "Sheet\n近\n远"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_every_encoding_of_the_country(encoding: str) -> None:
    assert read("办事\r\n指南\x07 ".encode(encoding), "A.TXT") == "办事\n指南"


@pytest.mark.parametrize(("data", "name", "reason"), [
    (b"PK\x03\x04 and nothing more", "a.docx", "损坏"),
    (b"\x89PNG\r\n", "a.png", "不读取这种格式"),
    (b"a\0b", "a.txt", "不是文本"),
    (b"\xff\xff\xff\xff", "a.txt", "编码"),
    (b"", "a.txt", "没有文字"),
    (archive({"readme.txt": b"x"}), "a.zip", "不读取这种格式"),
    (docx("<w:p>"), "a.docx", "XML"),
    (docx("&x;", '<!DOCTYPE d [<!ENTITY x "y">]>'), "a.docx", "XML"),
    (docx(paragraph("正文"))[:-40], "a.docx", "损坏"),
    (archive({"甲": b"x"}).replace("甲".encode(), b"\xff\xff\xff"), "a.docx", "损坏"),
    (archive({"xl/workbook.xml": b"<workbook/>"}), "a.xlsx", "工作簿已损坏"),
])
def test_what_cannot_be_read_says_why(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data, name)


def test_an_archive_that_swells_is_not_unpacked() -> None:
    bomb = archive({"word/document.xml": b" " * (MOST_UNPACKED + 1)})
    assert len(bomb) < 1 << 20
    with pytest.raises(Unreadable, match="解压后"):
        read(bomb, "a.docx")


def test_damaged_contents_of_an_archive_are_found_out() -> None:
    data = bytearray(docx(paragraph("正文" * 400)))
    middle = data.index(b"word/document.xml") + 40
    data[middle:middle + 8] = b"\xff" * 8
    with pytest.raises(Unreadable):
        read(bytes(data), "a.docx")


def test_elements_nested_a_million_deep_are_only_read_through() -> None:
    depth = 1_000_000
    assert read(docx("<a>" * depth + "<w:t>深处</w:t>" + "</a>" * depth), "a.docx") == "深处"


def test_a_long_text_ends_where_nobody_reads_on() -> None:
    text = read(docx(paragraph("长" * 1000) * (MOST_CHARACTERS // 900)), "a.docx")
    assert len(text) == MOST_CHARACTERS


UPLOADS = {
    "pdf": pdf(["字"]), "ofd": ofd(text_object("字")), "txt": "字".encode(), "csv": "字".encode(),
    "doc": doc("字"), "docx": docx(paragraph("字")), "xls": xls(字=[]), "xlsx": xlsx(字=[]),
    "pptx": archive({"ppt/presentation.xml": b"<p/>", "ppt/slides/slide1.xml": "<t>字</t>".encode()}),
}
NO_TEXT = {"ppt": compound({"PowerPoint Document": b""}), "zip": archive({"a.txt": b"x"}), "mp4": b"\0\0\0\x18ftypmp42"}


def test_what_may_be_uploaded_is_read_or_known_to_have_no_text() -> None:
    assert UPLOADS.keys() | NO_TEXT.keys() == DOCUMENT_CHECKS.keys() == set(WAGTAILDOCS_EXTENSIONS)
    for extension, data in (UPLOADS | NO_TEXT).items():
        check_document(ContentFile(data, name=f"a.{extension}"))
    assert {extension: read(data, f"a.{extension}") for extension, data in UPLOADS.items()} == dict.fromkeys(UPLOADS, "字")
    for extension, data in NO_TEXT.items():
        with pytest.raises(Unreadable, match="不读取"):
            read(data, f"a.{extension}")
