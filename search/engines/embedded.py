"""The index in a folder, by tantivy: no server, one process that writes, any number that read.

Under the root are folders `v<VERSION>-<number>`, one an index, and the file `current` with the name of the one that answers.
A replacement is built in a new folder, and `current` is then put in place in one step. The note is a document of the index
itself: it is committed with what it is about. Whoever writes holds a lock of the file system, which dies with its process.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from search.engines.base import Engine, EngineError, Found, Question
from search.engines.tantivy_failures import FAILURES, speaking
from search.engines.tantivy_queries import (
    COLUMNS,
    ENTRY,
    FARTHEST,
    NOTE,
    ROLE,
    SAMPLE,
    TOKENS,
    build_schema,
    column_of,
    number_of,
    sample_of,
)
from search.engines.tantivy_reading import Reading
from search.entries import VERSION, Entry

PREFIX = f"v{VERSION}-"
UPDATE_MEMORY = 32_000_000  # bytes that tantivy may fill before it writes a segment
BUILD_MEMORY = 100_000_000  # more is no faster: tokens come no sooner


class EmbeddedEngine(Engine):
    """The index under a folder, which is made when there is something to keep."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pointer = root / "current"
        self._open: Reading | None = None
        self._read: tuple[tuple[int, int], str] = (0, 0), ""  # the stamp of `current`, and the name in it

    def update(self, put: Iterable[Entry], remove: Iterable[int], note: str) -> None:
        with self._lock("update.lock"):
            if not self._current():
                self._swap(self._new_folder())
            folder = self._root / self._current()
            index = open_index(folder)
            with writing(index, UPDATE_MEMORY, threads=1) as writer:
                gone = list(remove)
                for number in gone:
                    writer.delete_documents_by_term("key", number)
                if gone:
                    writer.commit()
                for entry in put:
                    writer.delete_documents_by_term("key", entry.id)
                    writer.add_document(document_of(entry))
                commit(writer, note)

    def replace(self, entries: Iterable[Entry], note: str) -> None:
        with self._lock("replace.lock"):
            name = self._new_folder()
            folder = self._root / name
            try:
                index = open_index(folder)
                with writing(index, BUILD_MEMORY, threads=2) as writer:
                    seen: set[int] = set()
                    for entry in entries:
                        if entry.id in seen:
                            writer.delete_documents_by_term("key", entry.id)
                        seen.add(entry.id)
                        writer.add_document(document_of(entry))
                    commit(writer, note)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            with self._lock("update.lock"):
                self._swap(name)
            self._clear()

    def ask(self, question: Question) -> Found:
        with speaking():
            return self._reading().ask(question)

    def digests(self) -> dict[int, str]:
        if not self._current():
            return {}
        with speaking():
            return self._reading().digests()

    def note(self) -> str:
        if not self._current():
            return ""
        with speaking():
            return self._reading().note()

    def _current(self) -> str:
        """Return the name of the folder that answers; empty if there is none, or one of another version."""
        try:
            found = os.stat(self._pointer)
            stamp = found.st_mtime_ns, found.st_ino
            if stamp != self._read[0]:
                self._read = stamp, self._pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
        name = self._read[1]
        return name if name.startswith(PREFIX) and "/" not in name else ""

    def _reading(self) -> Reading:
        for _ in range(3):  # a folder may be replaced, and taken away, between its name and its opening
            name = self._current()
            if not name:
                raise EngineError("还没有建立索引，请运行 manage.py search_index --rebuild。")
            if self._open is None or self._open.folder.name != name:
                try:
                    self._open = Reading(self._root / name, open_index(self._root / name, make=False))
                except EngineError:
                    if self._current() != name:
                        continue
                    raise
            self._open.refresh()
            return self._open
        raise EngineError("索引正在更换，请稍后再试。")

    def _new_folder(self) -> str:
        taken = [int(folder.name.removeprefix(PREFIX)) for folder in self._root.glob(f"{PREFIX}*")]
        name = f"{PREFIX}{max(taken, default=0) + 1:06d}"
        (self._root / name).mkdir()
        open_index(self._root / name)
        return name

    def _swap(self, name: str) -> None:
        written = self._root / "current.new"
        with written.open("w", encoding="utf-8") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        written.replace(self._pointer)
        descriptor = os.open(self._root, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _clear(self) -> None:
        """Take away the folders of older indexes; who still reads one keeps its open files."""
        current = self._current()
        for folder in self._root.glob("v*-*"):
            if folder.name != current:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _lock(self, name: str) -> Iterator[None]:
        """Wait until no other process does the same."""
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / name).open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@contextmanager
def writing(index: tantivy.Index, memory: int, *, threads: int) -> Iterator[tantivy.IndexWriter]:
    """Open a writer, and let its threads come to their end whatever happens; what was not committed is forgotten."""
    with speaking():
        writer = index.writer(memory, threads)
    try:
        yield writer
        with speaking():
            writer.wait_merging_threads()
    except BaseException:
        with suppress(*FAILURES):
            writer.rollback()
            writer.wait_merging_threads()
        raise


def open_index(folder: Path, *, make: bool = True) -> tantivy.Index:
    with speaking():
        if not make and not tantivy.Index.exists(str(folder)):
            raise EngineError("索引文件不完整，请运行 manage.py search_index --rebuild。")
        index = tantivy.Index(build_schema(), path=str(folder), reuse=True)
        index.register_tokenizer(TOKENS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        index.config_reader("manual")
        return index


def commit(writer: tantivy.IndexWriter, note: str) -> None:
    """Commit with the note, which takes the place of the one before."""
    with speaking():
        writer.delete_documents_by_term(ROLE, NOTE)
        document = tantivy.Document()
        document.add_text(ROLE, NOTE)
        document.add_bytes("stored", note.encode())
        writer.add_document(document)
        writer.commit()


def document_of(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text(ROLE, ENTRY)
    document.add_integer("key", entry.id)
    document.add_integer("latest", entry.numbers.get("minute", -FARTHEST))
    for field in COLUMNS:
        for value in entry.keywords.get(field, ())[:1]:
            document.add_integer(column_of(field), number_of(value))
    document.add_text(SAMPLE, sample_of(entry.id))
    document.add_text("digest", entry.digest)
    document.add_bytes("stored", entry.stored)
    for field, tokens in entry.words.items():
        document.add_text(field, " ".join(tokens))
    for field, values in entry.keywords.items():
        for value in dict.fromkeys(values):
            document.add_text(field, value)
    for field, number in entry.numbers.items():
        document.add_integer(field, number)
    return document
