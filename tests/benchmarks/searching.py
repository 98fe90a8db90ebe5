"""P10: how fast documents are taken into an index, on the embedded engine beside Elasticsearch, and how fast searches are answered.

    python -m tests.benchmarks.searching [--size 10k] [--runs 1] [--corpus FILE.py] [--folder FOLDER]

Both engines are given the same documents, in turn, by a process of its own each, which analyses them: that is part of the time.
Searches are those of the search page: ten hits with highlighting, and counts of every facet. Without Elasticsearch on this
machine the embedded engine is measured alone. It is asked everything five times, by a new process each, and the median counts.
Then all is asked again of the API, as the search page asks. Prints a JSON line for each measurement and at the end rows for
the table.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
import pytest

from search.analysis import entry_of
from search.documents import Document, plain
from search.engines.base import Engine, Found, Question
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.entries import Entry
from search.query import Query
from search.searching import search
from tests.benchmarks import search_api
from tests.benchmarks.builders import BASE, BenchmarkError, run
from tests.benchmarks.run import SHARED_MEMORY, describe_machine, read_number, read_program, tell
from tests.benchmarks.table import Row
from tests.services.elasticsearch import running

LEAST, SLOWEST = 1.5, 10.0
QUERIES = 600
ROUNDS = 5  # in which the embedded engine is asked all of them; the median counts
KINDS = ("title", "names", "passage", "filtered", "by time", "by site")  # of questions, in turn
WARM_UP = 500  # documents that a fresh server is given before it is measured
JAVA_FLAGS = ("-Xms1g", "-Xmx1g")  # as a server has it, not as a node for tests
TODAY = date(2026, 11, 1)  # what is recent is the same on every day
EMBEDDED, SERVER = "embedded", "elasticsearch"


def engine_at(place: str) -> Engine:
    """Return the engine in a folder or at an address."""
    return ElasticsearchEngine(place, "bench") if place.startswith("http") else EmbeddedEngine(Path(place))


def documents(corpus: Path, most: int | None = None) -> Iterator[Document]:
    """Yield the articles of a corpus as search knows them."""
    decoder = msgspec.json.Decoder()
    with corpus.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if most is not None and number > most:
                return
            article = decoder.decode(line)
            section = article["section"]
            yield Document(
                id=number, site=article["site"], kind="article", title=article["title"], date=article["date"][:10],
                published=article["date"], url=f"http://{article['site']}.localhost/{section}/t{number}.html",
                channels=(len(section) * 7 + ord(section[-1]),), channel_title=article["section_name"], source=article["source"],
                summary=article["summary"], tags=tuple(article["tags"]), text=plain(article["body"]),
            )


def index(corpus: Path, place: str) -> dict[str, Any]:
    """Build an index; return the seconds of all of it, and those in which there was no entry yet."""
    engine = engine_at(place)
    if place.startswith("http"):
        engine.replace((entry_of(document) for document in documents(corpus, WARM_UP)), "")
    analysing = 0.0
    count = 0

    def entries() -> Iterator[Entry]:
        nonlocal analysing, count
        before = time.perf_counter()
        for document in documents(corpus):
            entry = entry_of(document)
            analysing += time.perf_counter() - before
            count += 1
            yield entry
            before = time.perf_counter()

    started = time.perf_counter()
    engine.replace(entries(), "bench")
    seconds = time.perf_counter() - started
    return {"documents": count, "seconds": round(seconds, 3), "analysing": round(analysing, 3)}


def queries(corpus: Path, count: int, seed: int) -> list[Query]:
    """Return questions as people ask them, of articles all over the corpus."""
    chance = random.Random(seed)
    with corpus.open("rb") as lines:
        apart = max(1, sum(1 for _ in lines) // count)
    with corpus.open("rb") as lines:
        articles = [json.loads(line) for line in islice(lines, seed % apart, None, apart)]
    made = []
    for number, article in enumerate(islice(cycle(articles), count)):
        title, body = article["title"].partition("（")[0], plain(article["body"])
        place = chance.randrange(max(1, len(body) - 20))
        made.append((
            Query(text=title), Query(text=f"{article['source']} {article['tags'][0]}"), Query(text=f'"{body[place:place + 10]}"'),
            Query(text=article["tags"][-1], site=(article["site"],), year=(article["date"][:4],)),
            Query(text=title[:4], sort="time", page=chance.randint(1, 20)), Query(text=article["tags"][0], by_site=True),
        )[number % len(KINDS)])
    return made


class Watched(Engine):
    """An engine, and the milliseconds until it gave the hits of each answer; counts may come later."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.spent: list[float] = []

    def update(self, put: Iterable[Entry], remove: Iterable[int], note: str) -> None:
        self.engine.update(put, remove, note)

    def replace(self, entries: Iterable[Entry], note: str) -> None:
        self.engine.replace(entries, note)

    def digests(self) -> dict[int, str]:
        return self.engine.digests()

    def note(self) -> str:
        return self.engine.note()

    def ask(self, question: Question) -> Found:
        started = time.perf_counter()
        found = self.engine.ask(question)
        self.spent.append((time.perf_counter() - started) * 1000)
        return found


def ask(corpus: Path, place: str) -> dict[str, Any]:
    """Ask other questions to warm up, then these with a watch; return milliseconds, those until the engine gave its hits too."""
    others = queries(corpus, QUERIES, 1)
    warm = engine_at(place)
    for asked in others:
        search(warm, asked, today=TODAY)
    engine = Watched(engine_at(place))  # which remembers no counts of those
    search(engine, others[0], today=TODAY)  # opens the index
    engine.spent.clear()
    spent, found = [], 0
    for asked in queries(corpus, QUERIES, 2):
        started = time.perf_counter()
        results = search(engine, asked, today=TODAY)
        spent.append((time.perf_counter() - started) * 1000)
        found += bool(results.total)
    by_kind = {kind: round(ninety_ninth(spent[number::len(KINDS)]), 2) for number, kind in enumerate(KINDS)}
    spent.sort()
    if found < QUERIES * 0.9:
        raise BenchmarkError(f"{QUERIES} 个问题中只有 {found} 个查到了内容：结果不可信。")
    return {
        "queries": len(spent), "p50_ms": round(median(spent), 2), "p99_ms": round(ninety_ninth(spent), 2),
        "worst_ms": round(spent[-1], 2), "found": found, "engine_p50_ms": round(median(engine.spent), 2),
        "engine_p99_ms": round(ninety_ninth(engine.spent), 2), "asked": len(engine.spent), "p99_by_kind": by_kind,
    }


def ninety_ninth(spent: Iterable[float]) -> float:
    """Return what all but a hundredth take at most."""
    ordered = sorted(spent)
    return ordered[int(len(ordered) * 0.99)]


def step(name: str, corpus: Path, place: str) -> dict[str, Any]:
    """Run a step in a process of its own; what it said comes with the largest memory that it had."""
    outcome = run([sys.executable, "-m", "tests.benchmarks.searching", "--step", name, str(corpus), place], dict(os.environ))
    return {**outcome.said, "peak_mib": outcome.peak_mib}


@contextmanager
def server(work: Path) -> Iterator[str]:
    """Start Elasticsearch; give its address, or nothing if this machine has no means for it."""
    nodes = running(work, JAVA_FLAGS)
    try:
        url = next(nodes).url
    except (pytest.skip.Exception, pytest.fail.Exception) as error:
        tell(f"没有 Elasticsearch，只测量嵌入式引擎：{error}")
        yield ""
        return
    try:
        yield url
    finally:
        nodes.close()


def measure(corpus: Path, work: Path, runs: int) -> list[dict[str, Any]]:
    """Build in turn, and ask; the embedded engine is asked when the server has ended, which takes time even if nobody asks it."""
    results = []

    def take(what: str, engine: str, place: str, number: int) -> None:
        tell(f"{'建立索引' if what == 'index' else '查询'}：{engine}，第 {number} 轮")
        results.append({"what": what, "engine": engine, "run": number, **step(what, corpus, place)})
        print(json.dumps(results[-1] | describe_machine(work), ensure_ascii=False), flush=True)

    with server(work) as url:
        places = {SERVER: url, EMBEDDED: str(work / "index")} if url else {EMBEDDED: str(work / "index")}
        for number in range(1, runs + 1):
            for engine, place in places.items():
                take("index", engine, place, number)
        if url:
            take("ask", SERVER, url, 1)
    for number in range(1, ROUNDS + 1):
        take("ask", EMBEDDED, places[EMBEDDED], number)
    tell("检索接口")
    results.append(search_api.measure(work, corpus, queries(corpus, QUERIES, 1), queries(corpus, QUERIES, 2)))
    print(json.dumps(results[-1] | describe_machine(work), ensure_ascii=False), flush=True)
    return results


def rows(results: list[dict[str, Any]], size: int) -> Iterator[Row]:
    rate = {
        engine: median(each["documents"] / each["seconds"] for each in results if (each["what"], each["engine"]) == ("index", engine))
        for engine in dict.fromkeys(each["engine"] for each in results)
    }
    title, ours = f"检索，{size} 篇建立索引", f"{rate[EMBEDDED]:,.0f} 篇/秒"
    if SERVER in rate:
        ratio = rate[EMBEDDED] / rate[SERVER]
        yield Row("P10", title, ours, f"Elasticsearch {rate[SERVER]:,.0f} 篇/秒", f"{ratio:.2f}", f"≥ {LEAST:g}", ratio >= LEAST)
    else:
        yield Row("P10", title, ours, "—", "没有对照")
    def asked(name: str) -> dict[str, float]:
        return {engine: median(each[name] for each in results if each["what"] == "ask" and each["engine"] == engine) for engine in rate}

    p50, p99 = asked("p50_ms"), asked("p99_ms")
    other = f"Elasticsearch p99 {p99[SERVER]:.1f} ms" if SERVER in p99 else "—"
    yield Row(
        "P10", f"检索，{size} 篇时带分面和标红的查询", f"p50 {p50[EMBEDDED]:.1f} ms", other, f"p99 {p99[EMBEDDED]:.1f} ms",
        f"p99 < {SLOWEST:g} ms", p99[EMBEDDED] < SLOWEST,
    )
    for each in results:
        if each["what"] == "api":
            yield from search_api.rows(each, size)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=read_number, default=10_000)
    parser.add_argument("--runs", type=read_number, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--corpus", type=read_program, default=Path(__file__).with_name("corpus.py"))
    parser.add_argument("--step", nargs=3, metavar=("WHAT", "CORPUS", "PLACE"), help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    options = read_options()
    if options.step:
        what, corpus, place = options.step
        print(json.dumps({"index": index, "ask": ask}[what](Path(corpus), place)))
        return
    place = options.folder or (SHARED_MEMORY if SHARED_MEMORY.is_dir() else BASE / "var" / "bench")
    place.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="bench-", dir=place))
    try:
        corpus = work / "corpus.jsonl"
        with corpus.open("wb") as file:
            subprocess.run([sys.executable, options.corpus, "--articles", str(options.size)], check=True, stdout=file)
        print("\n".join(row.as_line() for row in rows(measure(corpus, work, options.runs), options.size)))
    except BenchmarkError as error:
        sys.exit(str(error))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
