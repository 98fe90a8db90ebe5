import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from cms.core.spreadsheets import BOM, CUT, LONGEST_CELL, csv_lines, harmless, write_xlsx

ATTACKS = [
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =cmd|' /C calc'!A0", "＝1＋1", "＠x", "－1", "\u00a0=1", "\u3000=1",
    "\u200b=1", "\ufeff=1", " \u2060 @x", "﹦1", "﹢1", "﹣1", "﹫x",
]


def sheet_of(rows: list[list[str]]) -> list[list[object]]:
    file = io.BytesIO()
    write_xlsx(file, rows, title="目录")
    book = load_workbook(io.BytesIO(file.getvalue()))
    return [[(cell.value, cell.data_type) for cell in row] for row in book.active.iter_rows()]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_cell_that_looks_like_a_formula_is_text_in_both_formats(text: str) -> None:
    cell = next(iter(csv.reader(io.StringIO(b"".join(csv_lines([[text]])).decode("utf-8-sig"), newline=""))))[0]
    assert cell == f"'{text}"
    ((_, kind),) = sheet_of([[text]])[0:1][0]
    assert kind == "s"


@pytest.mark.parametrize("text", ["晋市政发〔2026〕5号", "2026-01-05", "", "——关于供热", "a=b", "'quoted'"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_csv_has_a_mark_for_excel_and_quotes_what_must_be_quoted() -> None:
    data = b"".join(csv_lines([["索引号", "名称"], ["1", '关于"供热",\n采暖']]))
    assert data.startswith(BOM)
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [["索引号", "名称"], ["1", '关于"供热",\n采暖']]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_no_text_breaks_a_table(rows: list[list[str]]) -> None:
    b"".join(csv_lines(rows)).decode()
    for row in sheet_of([["甲", "乙"], *rows]):
        assert all(kind != "f" and (value is None or isinstance(value, str)) for value, kind in row)


def test_characters_that_xml_forbids_are_left_out_before_formulas_are_looked_for() -> None:
    hostile = "\x00\x0b=1\x1f\ufffe\ud800"
    assert b"".join(csv_lines([[hostile]])) == BOM + b"'=1\r\n"
    assert sheet_of([[hostile]]) == [[("=1", "s")]]


@pytest.mark.parametrize("text", ["_x003D_1", "a_x000D_b_xFFFF_", "_x005F_x0041_"])
def test_what_excel_takes_for_a_coded_character_is_shown_as_it_is(text: str) -> None:
    (((value, kind),),) = sheet_of([[text]])
    assert value != text and unescape(str(value)) == text and kind == "s"


@pytest.mark.parametrize(("text", "shown"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), (" \u3000a ", " \u3000a ")])
def test_lines_and_blanks_are_kept(text: str, shown: str) -> None:
    assert sheet_of([[text]]) == [[(shown, "s")]]
    assert next(csv.reader(io.StringIO(b"".join(csv_lines([[text]])).decode("utf-8-sig"), newline=""))) == [text]


@pytest.mark.parametrize("character", ["字", "𠮷", "a"])
def test_a_cell_is_not_longer_than_excel_allows_and_says_so(character: str) -> None:
    size = len(character.encode("utf-16-le")) // 2
    whole, over = character * (LONGEST_CELL // size), character * (LONGEST_CELL // size + 5)
    ((kept,), (cut,)) = sheet_of([[whole], [over]])
    assert kept[0] == whole
    text = str(cut[0])
    assert text.endswith(CUT) and set(text.removesuffix(CUT)) == {character}
    assert LONGEST_CELL - size < len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert b"".join(csv_lines([[over]])).decode("utf-8-sig").strip() == over


def test_rows_are_taken_one_by_one() -> None:
    taken = []

    def rows() -> Iterator[list[str]]:
        for number in range(3):
            taken.append(number)
            yield [str(number)]

    lines = csv_lines(rows())
    next(lines)
    next(lines)
    assert taken == [0]
