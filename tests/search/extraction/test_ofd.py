import pytest

from search.extraction.formats import read
from search.extraction.limits import MOST_PAGES, MOST_UNPACKED, Unreadable
from tests.search.extraction.ofd_files import ofd, text


def test_words_on_a_line_are_put_together_and_lines_joined_in_the_middle_of_words() -> None:
    page = "".join([
        text("晋城市人民政府", boundary="20 20 80 6"), text("公报", boundary="55 20.2 20 5.8"),
        text("关于加强农村饮水安全", boundary="20 40 120 5"), text("工作的通知", boundary="20 48 60 5"),
        text("Phone", boundary="20 60 15 5"), text("0356", boundary="40 60 10 5"), text("-12", boundary="50.5 60 6 5"),
    ])
    assert read(ofd(page), "a.ofd") == "晋城市人民政府公报关于加强农村饮水安全工作的通知\nPhone 0356-12"


def test_words_of_one_object_stand_where_each_says() -> None:
    whole_page = text('X="10" Y="20"|one', 'X="22"|two', 'X="10" Y="30" DeltaX="g 2 2"|ten', 'X="18.5"|!', 'Y="40"|end')
    assert read(ofd(whole_page), "a.ofd") == "one two\nten!\nend"


def test_a_matrix_moves_words() -> None:
    moved = [text("甲a", boundary="9 8 1 1", more=f'CTM="0.5 0 0 0.5 {left} {top}"', at='X="10" Y="20"') for left, top in (
        (0, 0), (3.8, 0), (30, 0), (0, 50),
    )]
    assert read(ofd(*moved), "a.ofd") == "甲a\n甲a\n甲a\n甲a"
    assert read(ofd("".join(moved)), "a.ofd") == "甲a甲a 甲a\n甲a"


def test_words_that_do_not_say_where_they_stand_are_lines() -> None:
    assert read(ofd('<ofd:TextCode>a</ofd:TextCode><ofd:TextCode X="x" DeltaX="g g y">b</ofd:TextCode>'), "a.ofd") == "a\nb"


def test_pages_come_in_the_order_of_the_document_wherever_they_are() -> None:
    places = ["/Doc_0/Pages/Page_1/Content.xml", "./Pages/Page_0/Content.xml", "../../etc/passwd", "Pages/Page_9/Content.xml"]
    assert read(ofd(text("first"), text("second"), places=places), "a.ofd") == "second\nfirst"


def test_pages_beyond_a_number_are_not_read() -> None:
    pages = [text(f"page {number}") for number in range(MOST_PAGES + 3)]
    assert read(ofd(*pages), "a.ofd").splitlines()[-1] == f"page {MOST_PAGES - 1}"


@pytest.mark.parametrize(("data", "reason"), [
    (ofd(), "没有文字"),
    (ofd("<ofd:ImageObject/>"), "没有文字"),
    (ofd(text("x"), **{"Encryptions.xml": b"<x/>"}), "加密"),
    (ofd("<unclosed>"), "XML"),
    (ofd("&x;", before='<!DOCTYPE d [<!ENTITY x "y">]>'), "XML"),
    (ofd(**{"OFD.xml": b"not XML"}), "XML"),
    (ofd(**{"Doc_0/Pages/Page_0/Content.xml": b" " * (MOST_UNPACKED + 1)}), "解压后"),
])
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data, "a.ofd")
