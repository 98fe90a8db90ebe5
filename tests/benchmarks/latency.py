"""How long an editor waits until the public sees what was published, and how exact the publication is: P4 and P5.

    python -m tests.benchmarks.latency [--sizes 1k 100k] [--count 40] [--corpus FILE.py]

The real publisher runs as a process of its own. An article counts as visible when its page, its channel's list, both
feeds and the sitemap of its month have it; from then on search, on the embedded engine, is asked for it until it is found.
Prints a JSON line for each size, then rows for the table.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.builders import BASE, Ours
from tests.benchmarks.run import SHARED_MEMORY, describe_machine, read_number, read_program
from tests.benchmarks.table import Row

LIMIT, FOUND_LIMIT, EXACT = 1.0, 2.0, 1.2


@contextmanager
def publisher(ours: Ours) -> Iterator[None]:
    """Run `manage.py publisher` until the end; what it says goes to a file beside the data."""
    with (ours.data / "publisher.log").open("w") as log:
        command = [sys.executable, "manage.py", "publisher"]
        process = subprocess.Popen(command, cwd=BASE, env=ours.environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(120)


def measure(work: Path, size: int, count: int, program: Path) -> dict[str, Any]:
    corpus = work / f"corpus-{size}.jsonl"
    with corpus.open("wb") as file:
        subprocess.run([sys.executable, program, "--articles", str(size)], stdout=file, check=True)
    ours = Ours(work, f"ours-{size}", corpus)
    ours.prepare()
    ours.start_over()
    ours.import_corpus()
    ours.build()
    with publisher(ours):
        found = ours.publish_one_by_one(count)
    # What a build that compares everything still finds was missed.
    missed = ours.build_full()["written"]
    return {
        "what": "publish", "articles": size, "count": count, **spread(found["seconds"]), "search": spread(found["found"]),
        "search_first": found["found_first"], "rendered": found["rendered"], "different": found["different"],
        "missed": missed,
    }


def spread(seconds: list[float]) -> dict[str, float]:
    """Return the median, the 95th percentile and the worst."""
    ordered = sorted(seconds)
    return {"median": round(median(ordered), 3), "p95": ordered[int(len(ordered) * 0.95)], "worst": ordered[-1]}


def rows(results: list[dict[str, Any]]) -> Iterator[Row]:
    for each in results:
        size = each["articles"]
        yield Row(
            "P4", f"发布到可见，{size} 篇时逐次发布 {each['count']} 篇", f"中位 {each['median']:.2f} s", f"最长 {each['worst']:.2f} s",
            f"p95 {each['p95']:.2f} s", f"< {LIMIT:g} s", each["p95"] < LIMIT,
        )
        search = each["search"]
        yield Row(
            "P4", f"检索可见，{size} 篇，自页面可见起", f"中位 {search['median']:.2f} s", f"最长 {search['worst']:.2f} s",
            f"p95 {search['p95']:.2f} s，启动后首篇 {each['search_first']:.2f} s", f"< {FOUND_LIMIT:g} s",
            max(search["worst"], each["search_first"]) < FOUND_LIMIT,
        )
        ratio, missed = each["rendered"] / each["different"], each["missed"]
        yield Row(
            "P5", f"增量的准确，{size} 篇", f"生成 {each['rendered']}", f"真正不同 {each['different']}", f"{ratio:.2f}，遗漏 {missed}",
            f"≤ {EXACT:g}，遗漏 0", ratio <= EXACT and not missed,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=read_number, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--corpus", type=read_program, default=Path(__file__).with_name("corpus.py"))
    options = parser.parse_args()
    place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else BASE / "var"
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as folder:
        results = []
        for size in options.sizes:
            results.append(measure(Path(folder), size, options.count, options.corpus))
            print(json.dumps(results[-1] | describe_machine(Path(folder)), ensure_ascii=False), flush=True)
        print("\n".join(row.as_line() for row in rows(results)))


if __name__ == "__main__":
    main()
