"""Publish to a real S3 server beside s5cmd, in turn, and print how they compare.

    python -m tests.benchmarks.s3 [--files 3000] [--runs 5]

Prints a JSON line for each measurement and at the end the rows of the table; docs/benchmark.md explains both.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from site_builder.manifest import ROOT
from site_builder.plan import Group, Operation
from site_builder.targets.base import Target
from site_builder.targets.s3 import S3Target
from site_builder.targets.s3_bucket import Bucket
from site_builder.writer import Staging
from tests.benchmarks.builders import BASE, BenchmarkError
from tests.benchmarks.corpus import write_articles
from tests.benchmarks.run import SHARED_MEMORY, describe_machine, read_number
from tests.benchmarks.table import Row
from tests.services.fault_proxy import FaultProxy, Request
from tests.services.s3 import BUCKET, S3Server
from tests.site_builder.cluster import small

LEAST = 0.8
S5CMD = Path(sys.executable).with_name("s5cmd")


class S3Benchmark:
    """Puts the same files on the same server, by us and by s5cmd."""

    def __init__(self, work: Path, files: int) -> None:
        self.work, self.tree = work, work / "files"
        self.machine = describe_machine(work)
        self.paths = self._write(files)
        self.bytes = sum((self.tree / path.lstrip("/")).stat().st_size for path in self.paths)
        self.server = S3Server(work / "s3")

    def measure(self, runs: int) -> list[Row]:
        seconds: dict[str, list[float]] = {"ours": [], "s5cmd": []}
        self.server.start()
        try:
            os.environ.update(self.server.environment)
            for number in range(1, runs + 1):
                # Who begins changes from round to round.
                for builder, put in sorted(self._builders().items(), reverse=number % 2 == 0):
                    seconds[builder].append(put(f"{builder}-{number}"))
                    self._note("s3_upload", builder, number, seconds=seconds[builder][-1], files=len(self.paths), bytes=self.bytes)
            requests = self._count_requests()
        finally:
            self.server.stop()
        return [_rate(len(self.paths), seconds), *requests]

    def _builders(self) -> dict[str, Callable[[str], float]]:
        return {"ours": self._put_ours, "s5cmd": self._put_s5cmd}

    def _put_ours(self, name: str) -> float:
        """Publish a plan as a publisher that runs does: Python and the client library are loaded, nothing is connected."""
        staging = Staging(self.work / "staged" / name)
        for path in self.paths:
            staging.write(path, (self.tree / path.lstrip("/")).read_bytes())
        staging.write(ROOT, b"{}")
        staging.close()
        plan = [Operation(Group.NEW_PAGES, path, False, "") for path in self.paths]
        started = time.perf_counter()
        target = S3Target(Bucket(BUCKET), f"{name}/", "site", "benchmark")
        target.read(ROOT)
        target.apply([*plan, Operation(Group.ROOT, ROOT, False, "")], staging)
        seconds = time.perf_counter() - started
        self._check(f"{name}/site", len(self.paths) + 1)
        staging.clear()
        return seconds

    def _put_s5cmd(self, name: str) -> float:
        words = [str(S5CMD), "--endpoint-url", self.server.endpoint, "--log", "error", "cp", f"{self.tree}/", f"s3://{BUCKET}/{name}/"]
        started = time.perf_counter()
        done = subprocess.run(words, env={**os.environ, "AWS_REGION": "us-east-1"}, check=False, capture_output=True, text=True)
        seconds = time.perf_counter() - started
        if done.returncode:
            raise BenchmarkError(f"s5cmd 失败：{done.stderr[-500:]}")
        self._check(name, len(self.paths))
        return seconds

    def _check(self, name: str, files: int) -> None:
        """Stop unless everything has arrived; and make room for the next."""
        folder = self.server.folder / BUCKET / name
        found = sum(path.is_file() for path in folder.rglob("*"))
        if found != files:
            raise BenchmarkError(f"{name} 中应有 {files} 个对象，实为 {found} 个：结果不可信。")
        shutil.rmtree(folder)

    def _count_requests(self) -> list[Row]:
        """Publish a small cluster through a counting proxy: first all of it, then nothing, then one new body."""
        cluster = small(self.work, articles=200)
        with FaultProxy(self.server.port) as proxy:
            os.environ["AWS_ENDPOINT_URL"] = proxy.address

            def target() -> Callable[[str], Target]:
                bucket = Bucket(BUCKET)
                return lambda site: S3Target(bucket, "counted/", site, "benchmark")

            known: dict[str, Target] = {}
            make = target()
            remembered: Callable[[str], Target] = lambda site: known.setdefault(site, make(site))  # noqa: E731
            cluster.build(target=remembered)
            proxy.start_over()
            cluster.build(target=target())
            unchanged = _kinds(proxy.requests)
            cluster.change(cluster.get("content:150"), body="<p>改过的正文</p>")
            proxy.start_over()
            report = cluster.build(target=remembered)
            changed = _kinds(proxy.requests)
        wanted = sum(len(plan) for plan in report.plans.values())
        self._note("s3_unchanged", "ours", 1, **unchanged)
        self._note("s3_changed", "ours", 1, wanted=wanted, **changed)
        nothing = unchanged["put"] + unchanged["list"] == 0
        exact = changed["objects"] == wanted and changed["list"] == 0
        return [
            Row("P8", "S3，没有变化时发布", f"PUT {unchanged['put']}，LIST {unchanged['list']}", "—", "—", "PUT 0，LIST 0", nothing),
            Row(
                "P8", "S3，改一篇正文", f"写入 {changed['objects']} 个对象", f"计划 {wanted} 个", f"LIST {changed['list']}",
                "相同，LIST 0", exact,
            ),
        ]

    def _write(self, count: int) -> list[str]:
        paths = []
        for number, article in enumerate(write_articles(count, 1)):
            path = f"/{article['section']}/{number % 40}/t{number}.html"
            file = self.tree / path.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
            paths.append(path)
        return sorted(paths)

    def _note(self, what: str, builder: str, number: int, **values: float) -> None:
        told = {"what": what, "builder": builder, "run": number, **values, **self.machine}
        print(json.dumps(told, ensure_ascii=False), flush=True)


def _kinds(requests: list[Request]) -> dict[str, int]:
    """Count requests: what was put, of it objects of the sites themselves, and lists."""
    put = [request.path for request in requests if request.method == "PUT"]
    lists = sum("list-type" in request.path for request in requests)
    methods = Counter(request.method for request in requests)
    return {"put": len(put), "objects": sum("/_claims/" not in path for path in put), "list": lists, "get": methods["GET"]}


def _rate(files: int, seconds: dict[str, list[float]]) -> Row:
    rates = {builder: files / median(found) for builder, found in seconds.items()}
    # Both of a round ran under the same load.
    ratio = median(theirs / ours for ours, theirs in zip(seconds["ours"], seconds["s5cmd"], strict=True))
    return Row(
        "P8", "发布到 S3，对 s5cmd", f"{rates['ours']:,.0f} 个/秒", f"{rates['s5cmd']:,.0f} 个/秒", f"{ratio:.2f}", f"≥ {LEAST:g}",
        ratio >= LEAST,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="在同一台 S3 服务器上比较本项目与 s5cmd 的上传速度。")
    parser.add_argument("--files", type=read_number, default=3_000, help="文件数，例如 3k")
    parser.add_argument("--runs", type=read_number, default=5, help="轮数，取中位数")
    options = parser.parse_args()
    place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else BASE / "var" / "bench"
    place.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="bench-s3-", dir=place))
    try:
        rows = S3Benchmark(work, options.files).measure(options.runs)
        print("\n".join(row.as_line() for row in rows))
    except pytest.skip.Exception as error:
        print(f"| P8 | 发布到 S3 | — | — | 没有测量：{error} | ≥ {LEAST:g} | — |")
    except BenchmarkError as error:
        sys.exit(str(error))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
