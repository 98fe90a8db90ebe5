"""P10 through the front door: the index built by the command, then searches asked of the application server over HTTP."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from search.query import FACETS, Query
from tests.benchmarks.builders import BASE, BenchmarkError, Ours
from tests.benchmarks.table import Row
from tests.services.nginx import wait_for
from tests.services.programs import free_port

SLOWEST, MOST_MEMORY = 30.0, 1024  # milliseconds, MiB
WITHOUT_LIMIT = "1000000"  # requests a minute
HOST = "desk.localhost"
STARTING = 60.0  # seconds


@contextmanager
def application(ours: Ours) -> Iterator[http.client.HTTPConnection]:
    """Run the application server as in production; give a connection that stays open."""
    port = free_port()
    environment = {**ours.environment, "SEARCH_RATE": WITHOUT_LIMIT, "ALLOWED_HOSTS": HOST, "DESK_URL": f"https://{HOST}"}
    with (ours.data / "application.log").open("w") as log:
        command = [
            str(Path(sys.executable).with_name("waitress-serve")), f"--listen=127.0.0.1:{port}", "--threads=16",
            "--trusted-proxy=127.0.0.1", "--trusted-proxy-headers=x-forwarded-proto", "cms.wsgi:application",
        ]
        process = subprocess.Popen(command, cwd=BASE, env=environment, stdout=log, stderr=subprocess.STDOUT)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STARTING)
        try:
            wait_for(f"http://127.0.0.1:{port}/", process, STARTING)
            yield connection
        finally:
            connection.close()
            process.terminate()
            process.wait(60)


def parameters_of(query: Query) -> str:
    """Return a query as the search page sends it."""
    given: dict[str, Any] = {"q": query.text, "sort": query.sort, "page": query.page}
    given |= {name: values for name in FACETS if (values := getattr(query, name))}
    return urlencode(given | ({"by_site": "1"} if query.by_site else {}), doseq=True)


def ask(connection: http.client.HTTPConnection, queries: list[Query]) -> tuple[list[float], int]:
    """Return the milliseconds of each answer, and how many had results."""
    spent, found = [], 0
    for query in queries:
        address = f"/api/v1/search/?{parameters_of(query)}"
        started = time.perf_counter()
        connection.request("GET", address, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
        response = connection.getresponse()
        body = response.read()
        spent.append((time.perf_counter() - started) * 1000)
        if response.status != 200:
            raise BenchmarkError(f"检索接口答复 {response.status}：{body[:300].decode(errors='replace')}")
        found += bool(json.loads(body)["results"])
    return spent, found


def measure(work: Path, corpus: Path, warm_up: list[Query], queries: list[Query]) -> dict[str, Any]:
    """Import a corpus, build its index by the command, ask its application server."""
    ours = Ours(work, "api", corpus)
    ours.prepare()
    ours.start_over()
    ours.import_corpus()
    built = ours.build_index()
    with application(ours) as connection:
        ask(connection, warm_up)
        spent, found = ask(connection, queries)
    if found < len(queries) * 0.9:
        raise BenchmarkError(f"接口对 {len(queries)} 个问题只有 {found} 个给出了结果：结果不可信。")
    spent.sort()
    return {
        "what": "api", "engine": "embedded", "seconds": built.seconds, "peak_mib": built.peak_mib, "queries": len(spent), "found": found,
        "p50_ms": round(median(spent), 2), "p99_ms": round(spent[int(len(spent) * 0.99)], 2), "worst_ms": round(spent[-1], 2),
    }


def rows(asked: dict[str, Any], size: int) -> Iterator[Row]:
    yield Row(
        "P10", f"检索，{size} 篇时的接口", f"p50 {asked['p50_ms']:.1f} ms", "—", f"p99 {asked['p99_ms']:.1f} ms", f"p99 < {SLOWEST:g} ms",
        asked["p99_ms"] < SLOWEST,
    )
    peak = asked["peak_mib"]
    yield Row(
        "P10", f"检索，{size} 篇重建索引的内存峰值", f"{asked['seconds']:.0f} s", "—", f"{peak:,.0f} MiB",
        f"< {MOST_MEMORY} MiB", peak < MOST_MEMORY,
    )
