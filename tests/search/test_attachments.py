import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.attachments import Attachments, Extract
from tests.search.extraction.files import docx, paragraph, pdf


@pytest.fixture
def attachments(tmp_path: Path) -> Iterator[Attachments]:
    with Attachments(tmp_path / "cache") as made:
        yield made


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_files_of_all_kinds_are_read_by_one_process(attachments: Attachments, tmp_path: Path) -> None:
    assert attachments.text(write(tmp_path / "甲.pdf", pdf(["供热管网"]))) == "供热管网"
    assert attachments.text(write(tmp_path / "乙.docx", docx(paragraph("养老服务")))) == "养老服务"
    assert attachments.text(write(tmp_path / "丙.txt", "防汛".encode("gb18030"))) == "防汛"


def test_a_content_is_read_once_whatever_it_is_called(tmp_path: Path) -> None:
    data = docx(paragraph("只读一次"))
    with Attachments(tmp_path / "cache") as attachments:
        attachments.text(write(tmp_path / "first.docx", data))
    # No process could read a byte in no time: what comes now was remembered.
    with Attachments(tmp_path / "cache") as attachments:
        assert attachments.text(write(tmp_path / "second.docx", data), wait=0) == "只读一次"


def test_the_same_bytes_are_text_by_name_only(attachments: Attachments, tmp_path: Path) -> None:
    assert attachments.text(write(tmp_path / "a.dat", b"words")) == ""
    assert attachments.text(write(tmp_path / "a.txt", b"words")) == "words"


def test_why_there_is_no_text_is_logged_once(attachments: Attachments, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    old = write(tmp_path / "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with caplog.at_level(logging.WARNING, "search.attachments"):
        assert [attachments.text(old), attachments.text(old)] == ["", ""]
    assert [record.getMessage() for record in caplog.records] == [
        f"附件 {old} 没有读出文字：文件结构已损坏"
    ]


def test_a_file_that_is_not_there_has_no_text(attachments: Attachments, tmp_path: Path) -> None:
    assert attachments.extract(tmp_path / "none.pdf") == Extract("", "文件打不开")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Give a file that nobody can read in a millionth of a second."""
    return write(tmp_path / "large.txt", ("字" * 200_000).encode("gb18030"))


AT_ONCE = 1e-6


def test_who_does_not_wait_has_the_text_later(attachments: Attachments, large: Path, tmp_path: Path) -> None:
    assert attachments.text(large, wait=0) is None  # a process does not start in no time
    assert attachments.text(write(tmp_path / "other.txt", b"other"), wait=0) is None
    assert attachments.text(tmp_path / "other.txt") == "other"
    assert not attachments.is_at_work()
    attachments.close()
    # Nobody reads in no time: what comes now was remembered while the other one was waited for.
    assert attachments.text(large, wait=0) == "字" * 200_000


def test_it_is_at_work_until_the_file_is_read(tmp_path: Path, large: Path) -> None:
    with Attachments(tmp_path / "cache") as attachments:
        assert not attachments.is_at_work()
        attachments.extract(large, wait=0)
        assert attachments.is_at_work()
        attachments.close()
        assert not attachments.is_at_work()


def test_what_took_too_long_is_read_again_with_more_time(tmp_path: Path, large: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "search.attachments"), Attachments(tmp_path / "cache", seconds=(AT_ONCE, 60)) as attachments:
        assert attachments.extract(large) is None
        assert attachments.text(large) == "字" * 200_000
    assert not caplog.records


def test_what_always_takes_too_long_is_given_up(tmp_path: Path, large: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):  # how often it was tried is remembered when the program ends
        with Attachments(tmp_path / "cache", seconds=(AT_ONCE, AT_ONCE, AT_ONCE)) as attachments:
            assert attachments.extract(large) is None
    given_up = Extract("", "1e-06 秒之内没有读完", late=3)
    with caplog.at_level(logging.WARNING, "search.attachments"), Attachments(tmp_path / "cache", seconds=(AT_ONCE,) * 3) as attachments:
        assert [attachments.extract(large), attachments.extract(large, wait=0)] == [given_up, given_up]
    assert [record.getMessage() for record in caplog.records] == [
        f"附件 {large} 没有读出文字：1e-06 秒之内没有读完，试过 3 次，不再读取"
    ]


def test_what_was_only_half_remembered_is_read_again(attachments: Attachments, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"words")
    attachments.text(path)
    remembered, = (file for file in (tmp_path / "cache").rglob("*") if file.is_file())
    remembered.write_bytes(remembered.read_bytes()[:5])
    assert attachments.text(path) == "words"
