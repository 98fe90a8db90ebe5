import logging
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from search.attachments import Attachments, Extract, Reader
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
    with Attachments(tmp_path / "cache", seconds=0) as attachments:
        assert attachments.text(write(tmp_path / "second.docx", data)) == "只读一次"


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
    assert attachments.extract(tmp_path / "none.pdf").reason == "文件打不开"


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """Give a file whose bytes never come."""
    os.mkfifo(tmp_path / "endless.txt")
    return tmp_path / "endless.txt"


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read(endless: Path, tmp_path: Path) -> None:
    reader = Reader(seconds=1)
    assert reader.read(endless) == Extract("", "1 秒之内没有读完")
    reader.stop()
    # A machine may be slower than that in starting a process, so the next one has more time.
    with Attachments(tmp_path / "cache") as attachments:
        assert attachments.text(write(tmp_path / "next.txt", b"next")) == "next"


def test_a_reader_that_dies_takes_only_its_file_with_it(endless: Path, tmp_path: Path) -> None:
    reader = Reader(seconds=60)
    assert reader.read(write(tmp_path / "first.txt", b"first")).text == "first"
    assert reader._running is not None
    process = reader._running.process

    def kill() -> None:
        with endless.open("wb"):  # which waits until somebody reads
            process.kill()

    killer = Thread(target=kill)
    killer.start()
    assert reader.read(endless) == Extract("", "读取程序中断（代码 -9）")
    killer.join()
    assert reader.read(write(tmp_path / "second.txt", b"second")).text == "second"
    reader.stop()


def test_a_reader_that_died_while_it_had_nothing_to_do_harms_no_file(tmp_path: Path) -> None:
    reader = Reader(seconds=60)
    path = write(tmp_path / "first.txt", b"first")
    reader.read(path)
    assert reader._running is not None
    reader._running.process.kill()
    reader._running.process.wait(20)
    assert reader.read(path).text == "first"
    reader.stop()


def test_a_file_that_wants_too_much_memory_is_given_up(tmp_path: Path) -> None:
    reader = Reader(memory=128 << 20)
    path = write(tmp_path / "huge.txt", "字".encode("gb18030") * (20 << 20))
    assert "读取程序中断（MemoryError" in reader.read(path).reason
    reader.stop()


def test_what_was_only_half_remembered_is_read_again(attachments: Attachments, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"words")
    attachments.text(path)
    remembered, = (file for file in (tmp_path / "cache").rglob("*") if file.is_file())
    remembered.write_bytes(remembered.read_bytes()[:5])
    assert attachments.text(path) == "words"
