import os
from collections.abc import Iterator
from math import inf
from pathlib import Path
from threading import Thread

import pytest

from search.extraction.limits import MOST_CHARACTERS
from search.reader import Answer, Reader


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def read(reader: Reader, path: Path, seconds: float = 60) -> Answer | None:
    reader.ask(path, seconds)
    return reader.answer(inf)


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.stop()


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """Give a file whose bytes do not come before somebody writes them."""
    os.mkfifo(tmp_path / "endless.txt")
    return tmp_path / "endless.txt"


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read(reader: Reader, endless: Path, tmp_path: Path) -> None:
    assert read(reader, endless, seconds=0.1) == Answer("", "0.1 秒之内没有读完", late=True)
    assert read(reader, write(tmp_path / "next.txt", b"next")) == Answer("next")


def test_who_does_not_wait_asks_again(reader: Reader, endless: Path) -> None:
    reader.ask(endless, 60)
    assert [reader.answer(0), reader.answer(0)] == [None, None]
    with endless.open("wb") as file:  # which waits until somebody reads
        file.write(b"words")
    assert reader.answer(inf) == Answer("words")


def test_an_answer_larger_than_a_pipe_comes_whole_whenever_it_is_fetched(reader: Reader, tmp_path: Path) -> None:
    text = "字" * MOST_CHARACTERS
    reader.ask(write(tmp_path / "large.txt", text.encode()), 60)
    answer = None
    while answer is None:
        answer = reader.answer(0.01)
    assert answer == Answer(text)


def test_a_reader_that_dies_takes_only_its_file_with_it(reader: Reader, endless: Path, tmp_path: Path) -> None:
    assert read(reader, write(tmp_path / "first.txt", b"first")) == Answer("first")
    assert reader._running is not None
    process = reader._running.process

    def kill() -> None:
        with endless.open("wb"):  # which waits until somebody reads
            process.kill()

    killer = Thread(target=kill)
    killer.start()
    assert read(reader, endless) == Answer("", "读取程序中断（代码 -9）")
    killer.join()
    assert read(reader, write(tmp_path / "second.txt", b"second")) == Answer("second")


def test_a_reader_that_died_while_it_had_nothing_to_do_harms_no_file(reader: Reader, tmp_path: Path) -> None:
    path = write(tmp_path / "first.txt", b"first")
    read(reader, path)
    assert reader._running is not None
    reader._running.process.kill()
    reader._running.process.wait(20)
    assert read(reader, path) == Answer("first")


def test_when_all_are_told_to_stop_the_file_is_read_all_the_same(reader: Reader, endless: Path, tmp_path: Path) -> None:
    read(reader, write(tmp_path / "first.txt", b"first"))
    assert reader._running is not None
    reader.ask(endless, 60)
    with endless.open("wb") as file:
        reader._running.process.terminate()
        file.write(b"words")
    assert reader.answer(inf) == Answer("words")


def test_a_file_that_wants_too_much_memory_is_given_up(tmp_path: Path) -> None:
    reader = Reader(memory=128 << 20)
    answer = read(reader, write(tmp_path / "huge.txt", "字".encode("gb18030") * (20 << 20)))
    assert answer is not None and "读取程序中断（MemoryError" in answer.reason and not answer.late
    reader.stop()
