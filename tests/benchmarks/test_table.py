"""The table compares medians and says of every goal whether it was met."""

from typing import Any

from tests.benchmarks.table import Measurement, Results, write_table

MACHINE = {
    "date": "2026-01-02", "cores": 2, "memory_gib": 8.0, "python": "3.11.7", "system": "Linux x86_64", "tmpfs": True,
}


def results(**seconds: float) -> Results:
    """Return the results of one round of 1,000 articles, 1,100 pages."""
    found = Results(MACHINE)
    spent = {
        "cold": 2.0, "themes": 0.5, "unchanged": 0.4, "footer": 0.6, "write_only": 1.0, "import": 4.0, "add_child": 15.0,
    } | seconds
    for what, each in spent.items():
        articles = 300 if what == "add_child" else 1000
        found.add(measure(what, seconds=each, articles=articles, pages=1100))
    found.add(measure("cold", builder="hugo", seconds=2.0, pages=1100))
    found.add(measure("queries", articles=10, queries=30))
    found.add(measure("queries", articles=1000, queries=30))
    return found


def measure(what: str, **values: Any) -> Measurement:
    known = {"builder": "ours", "articles": 1000, "run": 1, "seconds": 1.0, "peak_mib": 100.0}
    return Measurement(what=what, **{**known, **values})


def line(table: str, start: str) -> str:
    return next(each for each in table.splitlines() if each.startswith(f"| {start}"))


def test_a_goal_that_was_met_says_so() -> None:
    assert line(write_table(results(), 1000), "P1b").endswith("| ≥ 4 | 达到 |")


def test_a_goal_that_was_missed_says_so() -> None:
    assert line(write_table(results(footer=1.9), 1000), "P6").endswith("| ≤ 0.35 | 未达到 |")


def test_a_median_is_not_moved_by_one_slow_round() -> None:
    found = results()
    for number, seconds in ((2, 2.0), (3, 90.0)):
        found.add(measure("cold", run=number, seconds=seconds, pages=1100))
    assert "| 550 页/秒 | 550 页/秒 | 1.00 |" in line(write_table(found, 1000), "P1 | 全量生成，对 Hugo")


def test_one_written_file_misses_the_goal_of_writing_nothing() -> None:
    found = results()
    found.add(measure("unchanged", run=2, seconds=0.4, touched=1))
    assert line(write_table(found, 1000), "P3").endswith("未达到 |")


def test_without_a_peer_the_table_leaves_its_lines_out() -> None:
    assert "wagtail-bakery" not in write_table(results(), 1000)
