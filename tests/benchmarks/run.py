"""Run our builder beside its peers on one corpus, alternating, and print how they compare.

    python -m tests.benchmarks.run [--size 10k] [--runs 3] [--disk]

Prints a JSON line for each measurement and at the end a table of medians; docs/benchmark.md explains both.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.builders import BASE, BenchmarkError, Ours, Outcome, Peer, count_differences, measure_tree
from tests.benchmarks.table import Measurement, Results, write_table

# The tmpfs of every Linux.
SHARED_MEMORY = Path("/dev/shm")
PEERS = ("hugo", "wagtail_bakery")
LADDER = (1_000, 10_000, 100_000)
# wagtail-bakery takes about an hour for 100,000 articles, and no fewer seconds a page than for few: these favour it.
MOST_FOR_BAKERY = 1_000
ADDED_ONE_BY_ONE = 300
QUERIED = (10, 1_000)


@dataclass(frozen=True)
class Corpus:
    """`lists` is the number of section lists that its articles need."""

    path: Path
    articles: int
    lists: int

    def check(self, builder: str, pages: int) -> None:
        """Stop if a builder made too few pages to hold all articles and lists, or far too many."""
        least, most = self.articles + self.lists, 2 * self.articles + 20 * self.lists
        if not least <= pages <= most:
            raise BenchmarkError(f"{builder} 生成了 {pages} 个页面，应在 {least} 到 {most} 之间：结果不可信。")


class Benchmark:
    """Prepares every builder once, then measures them in turn."""

    def __init__(self, options: argparse.Namespace, work: Path) -> None:
        self.options, self.work = options, work
        self.size: int = options.size
        self.results = Results(describe_machine(work))
        self._corpora: dict[int, Corpus] = {}

    def measure(self) -> Results:
        ours = self._ours("ours", self.size)
        peers = [self._peer(name) for name in self.options.peers]
        steps = [self._ladder_step(size) for size in LADDER if size < self.size] if self.size >= LADDER[-1] else []
        for number in range(1, self.options.runs + 1):
            tell(f"第 {number}/{self.options.runs} 轮")
            for peer in peers:
                self._build_peer(peer, number)
            self._live_through(ours, number)
            for step in steps:
                self._build_cold(step, number)
        self._count_queries()
        if self.options.disk:
            self._measure_disk()
        return self.results

    def _live_through(self, ours: Ours, number: int) -> None:
        """Measure the life of a cluster: imported, built, built again after a change of each kind."""
        ours.start_over()
        added = ours.add_children(ADDED_ONE_BY_ONE)
        self._note("add_child", number, added, articles=added.said["articles"], seconds=added.said["seconds"])
        ours.start_over()
        self._note("import", number, ours.import_corpus())
        self._build_cold(ours, number)
        limit = ours.write_again()
        self._note("write_only", number, limit, seconds=limit.said["seconds"], files=limit.said["files"])
        before = ours.look()
        again = ours.build()
        self._note("unchanged", number, again, touched=count_differences(before, ours.look()))
        ours.touch_themes(f"第 {number} 轮")
        self._note("themes", number, self._rebuild(ours))
        ours.change_footers(f"第 {number} 轮")
        self._note("footer", number, self._rebuild(ours))

    def _build_cold(self, ours: Ours, number: int, *, where: str = "tmpfs") -> None:
        ours.forget()
        outcome = ours.build()
        tree = measure_tree(ours.mirrors)
        corpus = self._corpus_at(ours.corpus)
        corpus.check("ours", tree.pages)
        self._note("cold", number, outcome, where=where, articles=corpus.articles, **asdict(tree))

    def _rebuild(self, ours: Ours) -> Outcome:
        """Build after a change of all pages; that they are written is part of the measurement."""
        outcome = ours.build()
        if outcome.said["written"] < self._corpora[self.size].articles:
            raise BenchmarkError(f"改动涉及全部页面，只写入了 {outcome.said['written']} 个文件：结果不可信。")
        return outcome

    def _build_peer(self, peer: Peer, number: int, *, where: str = "tmpfs") -> None:
        outcome = peer.build()
        corpus = self._corpus_at(peer.corpus)
        corpus.check(peer.name, outcome.said["pages"])
        made = {name: outcome.said[name] for name in ("pages", "bytes")}
        self._note("cold", number, outcome, builder=peer.name, where=where, articles=corpus.articles, **made)

    def _count_queries(self) -> None:
        for size in QUERIED:
            ours = self._ours(f"queries-{size}", size)
            ours.start_over()
            outcome = ours.import_corpus()
            self._note("queries", 1, outcome, articles=size, queries=ours.count_queries()["queries"])

    def _measure_disk(self) -> None:
        """Build once on the disk, which says more about the disk than about the builders."""
        tell("磁盘上一次")
        folder = BASE / "var" / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as work:
            corpus = self._corpus(self.size)
            if "hugo" in self.options.peers:
                peer = Peer("hugo", Path(work), corpus.path)
                peer.prepare()
                self._build_peer(peer, 1, where="disk")
            ours = Ours(Path(work), "ours", corpus.path)
            ours.prepare()
            ours.start_over()
            ours.import_corpus()
            self._build_cold(ours, 1, where="disk")

    def _ours(self, name: str, size: int) -> Ours:
        tell(f"准备 {name}（{size} 篇）")
        ours = Ours(self.work, name, self._corpus(size).path)
        ours.prepare()
        return ours

    def _ladder_step(self, size: int) -> Ours:
        ours = self._ours(f"ours-{size}", size)
        ours.start_over()
        ours.import_corpus()
        return ours

    def _peer(self, name: str) -> Peer:
        size = min(self.size, MOST_FOR_BAKERY) if name == "wagtail_bakery" else self.size
        tell(f"准备 {name}（{size} 篇）")
        peer = Peer(name, self.work, self._corpus(size).path)
        peer.prepare()
        return peer

    def _corpus(self, size: int) -> Corpus:
        if size not in self._corpora:
            path = self.work / f"corpus-{size}.jsonl"
            with path.open("w", encoding="utf-8") as file:
                done = subprocess.run([sys.executable, self.options.corpus, "--articles", str(size)], check=False, stdout=file)
            if done.returncode:
                raise BenchmarkError(f"写语料的程序失败（{done.returncode}）：{self.options.corpus}")
            with path.open(encoding="utf-8") as lines:
                places = [(line["site"], line["section"]) for line in map(json.loads, lines)]
            self._corpora[size] = Corpus(path, len(places), len(set(places)))
        return self._corpora[size]

    def _corpus_at(self, path: Path) -> Corpus:
        return next(corpus for corpus in self._corpora.values() if corpus.path == path)

    def _note(self, what: str, number: int, outcome: Outcome, **values: Any) -> None:
        known = {"builder": "ours", "articles": self.size, "seconds": outcome.seconds, "peak_mib": outcome.peak_mib}
        measurement = Measurement(what=what, run=number, **{**known, **values})
        self.results.add(measurement)
        print(json.dumps(asdict(measurement) | self.results.machine, ensure_ascii=False), flush=True)


def describe_machine(work: Path) -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "date": datetime.now().astimezone().date().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory / 2**30, 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "tmpfs": work.is_relative_to(SHARED_MEMORY),
    }


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def read_number(text: str) -> int:
    """Return 10000 for `10k` and for `10000`."""
    digits = text.removesuffix("k")
    if not digits.isdecimal() or int(digits) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”不是数量，请写 10k 或 10000 这样的正整数。")
    return int(digits) * (1000 if text.endswith("k") else 1)


def read_program(text: str) -> Path:
    path = Path(text).resolve()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"找不到写语料的程序：{text}")
    return path


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="在同一语料上比较本项目与同类工具的静态生成速度。")
    parser.add_argument("--size", type=read_number, default=10_000, help="文章数，例如 10k、100k")
    parser.add_argument("--runs", type=read_number, default=3, help="轮数，取中位数")
    parser.add_argument("--folder", type=Path, help="工作目录，默认在 /dev/shm（内存文件系统）里新建")
    parser.add_argument("--corpus", type=read_program, default=Path(__file__).with_name("corpus.py"), help="写语料的程序")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS, help="对照工具")
    parser.add_argument("--disk", action="store_true", help="最后在磁盘上再跑一次")
    return parser.parse_args()


def main() -> None:
    options = read_options()
    place = options.folder or (SHARED_MEMORY if SHARED_MEMORY.is_dir() else BASE / "var" / "bench")
    place.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="bench-", dir=place))
    try:
        print(write_table(Benchmark(options, work).measure(), options.size))
    except BenchmarkError as error:
        sys.exit(str(error))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
