"""An index in a folder, kept by tantivy: no server, and the default.

    FOLDER/current      the name of the index in use, replaced in one step
    FOLDER/NAME/        an index of tantivy; `note` beside its files is written after the commit that it speaks of

A process that asks sees what another one has written at its next question. One process writes at a time.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import tantivy

from search.conditions import OneOf
from search.engines.base import Engine, EngineError, Found, Question
from search.engines.tantivy_queries import Translator
from search.entries import KEYWORDS, NUMBERS, VERSION, WORDS, Entry

HEAP = 64 << 20  # bytes for what is not written yet
AT_ONCE = 20_000  # entries between two commits of a new index, so that it can be given up
TIES = 50  # hits beyond those asked for, because tantivy orders equal scores by where they are
CURRENT, NOTE, DIGEST = "current", "note", "digest"


def schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in WORDS:
        # The words come with blanks between them, ready: nothing is folded or left out here.
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace")
    for name in KEYWORDS:
        builder.add_text_field(name, stored=False, fast=True, tokenizer_name="raw", index_option="basic")
    for name in NUMBERS:
        builder.add_integer_field(name, stored=False, indexed=True, fast=True)
    builder.add_unsigned_field("number_of_id", stored=False, indexed=False, fast=True)
    builder.add_text_field(DIGEST, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("stored", stored=True, indexed=False)
    return builder.build()


class EmbeddedEngine(Engine):
    """Opens its folder when it is asked; nothing has to be there before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: tuple[str, Any] | None = None
        self._schema = schema()
        self._translator = Translator(self._schema)

    def update(self, put: Iterable[Entry], remove: Iterable[int], note: str) -> None:
        with self._errors():
            index = self._index() or self._begin()
            writer = index.writer(HEAP, 1)
            gone = list(remove)
            for number in gone:
                writer.delete_documents_by_term("id", str(number))
            if gone:
                writer.commit()
            for entry in put:
                writer.delete_documents_by_term("id", str(entry.id))
                writer.add_document(_document(entry))
            writer.commit()
            index.reload()
            self._write_note(self._name(), note)

    def replace(self, entries: Iterable[Entry], note: str) -> None:
        with self._errors():
            name = self._new_name()
            path = self._folder / name
            try:
                index = self._make(path)
                writer = index.writer(HEAP * 2, 1)
                rest = iter(entries)
                while part := list(islice(rest, AT_ONCE)):
                    for entry in part:
                        writer.add_document(_document(entry))
                    writer.commit()
                    del part
                writer.commit()
                writer.wait_merging_threads()
            except BaseException:
                shutil.rmtree(path, ignore_errors=True)
                raise
            self._write_note(name, note)
            self._switch_to(name)

    def ask(self, question: Question) -> Found:
        with self._errors():
            searcher = self._searcher()
            query = self._translator.query(question.condition)
            if question.per_site:
                total, hits = self._ask_by_site(searcher, question)
            else:
                total, hits = _best(searcher, query, question.start, question.size, question.sort)
            stored = tuple((score, bytes(searcher.doc(address)["stored"][0])) for score, address in hits)
            return Found(total=total, hits=stored, counts=self._counts(searcher, question, query))

    def digests(self) -> dict[int, str]:
        with self._errors():
            if self._index() is None:
                return {}
            searcher = self._searcher()
            if not searcher.num_docs:
                return {}
            hits = [address for _, address in searcher.search(tantivy.Query.all_query(), searcher.num_docs, count=False).hits]
            numbers = searcher.fast_field_values("number_of_id", hits)
            return {number: searcher.doc(address)[DIGEST][0] for number, address in zip(numbers, hits, strict=True)}

    def note(self) -> str:
        with self._errors():
            if self._index() is None:
                return ""
            try:
                return (self._folder / self._name() / NOTE).read_text("utf-8")
            except FileNotFoundError:
                return ""

    def _counts(self, searcher: Any, question: Question, query: Any) -> dict[str, Mapping[str, int]]:
        counts: dict[str, Mapping[str, int]] = {}
        shared = [field for field, own in question.counts.items() if own is None]
        if shared:
            counts |= _count(searcher, query, shared, question.most_counts)
        for field, own in question.counts.items():
            if own is not None:
                counts |= _count(searcher, self._translator.query(own), [field], question.most_counts)
        return {field: counts[field] for field in question.counts}

    def _ask_by_site(self, searcher: Any, question: Question) -> tuple[int, list[tuple[float, Any]]]:
        """Return how many there are in all, and the best of each site, sites in the order of their best."""
        query = self._translator.query(question.condition)
        total = searcher.search(query, 1).count
        groups = []
        for site in _count(searcher, query, ["site"], question.most_counts)["site"]:
            own = tantivy.Query.boolean_query([
                (tantivy.Occur.Must, query), (tantivy.Occur.Must, self._translator.filter(OneOf(field="site", values=(site,)))),
            ])
            _, hits = _best(searcher, own, 0, question.per_site, question.sort)
            groups.append((hits, _place(searcher, hits[0], question.sort)))
        groups.sort(key=lambda group: group[1])
        chosen = groups[question.start:question.start + question.size]
        return total, [hit for hits, _ in chosen for hit in hits]

    def _searcher(self) -> Any:
        index = self._index()
        if index is None:
            raise EngineError("还没有建立检索索引，请运行 manage.py search_index --rebuild。")
        index.reload()
        return index.searcher()

    def _index(self) -> Any:
        """Return the index in use, None if there is none of this version."""
        name = self._name()
        if not name.startswith(f"{VERSION}-"):
            return None
        if self._open is None or self._open[0] != name:
            path = self._folder / name
            if not tantivy.Index.exists(str(path)):
                return None
            index = tantivy.Index.open(str(path))
            self._register(index)
            self._open = name, index
        return self._open[1]

    def _begin(self) -> Any:
        name = self._new_name()
        self._make(self._folder / name)
        self._write_note(name, "")
        self._switch_to(name)
        return self._index()

    def _make(self, path: Path) -> Any:
        path.mkdir(parents=True)
        index = tantivy.Index(self._schema, str(path))
        self._register(index)
        return index

    def _register(self, index: Any) -> None:
        index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())

    def _name(self) -> str:
        try:
            return (self._folder / CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            return ""

    def _new_name(self) -> str:
        return f"{VERSION}-{secrets.token_hex(6)}"

    def _switch_to(self, name: str) -> None:
        """Use an index from now on, and delete all others: who still reads one keeps its files open."""
        _write(self._folder / CURRENT, name)
        for path in self._folder.iterdir():
            if path.is_dir() and path.name != name:
                shutil.rmtree(path, ignore_errors=True)

    def _write_note(self, name: str, note: str) -> None:
        _write(self._folder / name / NOTE, note)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError) as error:
            self._open = None
            raise EngineError(f"检索索引（{self._folder}）无法使用：{error}") from error


def _document(entry: Entry) -> Any:
    document = tantivy.Document()
    for name, tokens in entry.words.items():
        if tokens:
            document.add_text(name, " ".join(tokens))
    for name, values in entry.keywords.items():
        for value in values:
            document.add_text(name, value)
    for name, number in entry.numbers.items():
        document.add_integer(name, number)
    document.add_unsigned("number_of_id", entry.id)
    document.add_text(DIGEST, entry.digest)
    document.add_bytes("stored", entry.stored)
    return document


def _best(searcher: Any, query: Any, start: int, size: int, sort: str) -> tuple[int, list[tuple[float, Any]]]:
    """Return how many there are, and those of one part; equal ones by id, the highest first."""
    wanted = start + size
    more = wanted + TIES
    by_time = {"order_by_field": "minute"} if sort == "minute" else {}
    found = searcher.search(query, more, **by_time)
    hits = [(0.0 if by_time else score, address) for score, address in found.hits]
    order: Callable[[tuple[float, Any]], Any] = lambda hit: _place(searcher, hit, sort)  # noqa: E731
    return found.count, sorted(hits, key=order)[start:wanted]


def _place(searcher: Any, hit: tuple[float, Any], sort: str) -> tuple[float, int]:
    """Return what orders a hit among others: the least comes first."""
    score, address = hit
    number = searcher.fast_field_values("number_of_id", [address])[0]
    if sort == "minute":
        minute = searcher.fast_field_values("minute", [address])[0]
        return (float("inf") if minute is None else -minute, -number)
    return (-score, -number)


def _count(searcher: Any, query: Any, fields: list[str], most: int) -> dict[str, Mapping[str, int]]:
    asked = {field: {"terms": {"field": field, "size": most, "segment_size": 10 * most}} for field in fields}
    said = searcher.aggregate(query, asked)
    return {
        field: dict(sorted(((each["key"], each["doc_count"]) for each in said[field]["buckets"]), key=lambda pair: (-pair[1], pair[0])))
        for field in fields
    }


def _write(path: Path, text: str) -> None:
    """Write a small file in one step."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


