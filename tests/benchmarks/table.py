"""The measurements, their medians, and the table that sets them beside the goals."""

from dataclasses import dataclass
from statistics import median
from typing import Any

LARGE = 100_000
GOOD, BAD = "达到", "未达到"


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """One command that ran. `touched` are files that it wrote to, `queries` what an export asked the database."""

    what: str
    builder: str
    articles: int
    run: int
    seconds: float
    peak_mib: float
    where: str = "tmpfs"
    pages: int = 0
    files: int = 0
    bytes: int = 0
    touched: int = 0
    queries: int = 0


@dataclass(frozen=True)
class Row:
    """A line of the table; a row without a goal is for information."""

    name: str
    what: str
    ours: str
    other: str
    value: str
    goal: str = "—"
    is_met: bool | None = None

    def as_line(self) -> str:
        verdict = "—" if self.is_met is None else GOOD if self.is_met else BAD
        return f"| {self.name} | {self.what} | {self.ours} | {self.other} | {self.value} | {self.goal} | {verdict} |"


class Results:
    """All measurements of a run on one machine."""

    def __init__(self, machine: dict[str, Any]) -> None:
        self.machine = machine
        self._all: list[Measurement] = []

    def add(self, measurement: Measurement) -> None:
        self._all.append(measurement)

    def find(
        self, what: str, builder: str = "ours", *, articles: int | None = None, where: str = "tmpfs"
    ) -> list[Measurement]:
        return [
            each for each in self._all
            if (each.what, each.builder, each.where) == (what, builder, where) and articles in (None, each.articles)
        ]

    def seconds(self, what: str, builder: str = "ours", **chosen: Any) -> float:
        return median(each.seconds for each in self.find(what, builder, **chosen))

    def rate(self, what: str, builder: str = "ours", **chosen: Any) -> float:
        """Return the pages a second, by the median of the seconds."""
        return self.find(what, builder, **chosen)[0].pages / self.seconds(what, builder, **chosen)


def write_table(results: Results, size: int) -> str:
    machine = results.machine
    place = "内存文件系统（tmpfs）" if machine["tmpfs"] else "普通目录"
    runs = len(results.find("cold", articles=size))
    lines = [
        f"{machine['date']}，{machine['cores']} 核，{machine['memory_gib']} GiB 内存，Python {machine['python']}，"
        f"{machine['system']}；{size} 篇文章，{place}，{runs} 轮，取中位数。",
        "",
        "| 编号 | 内容 | 本项目 | 对照 | 比值或数值 | 目标 | 结果 |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = [
        *_cold(results, size), *_themes(results, size), *_ladder(results, size), _unchanged(results),
        _footer(results, size), _queries(results), _import(results, size), _memory(results, size),
        *_disk(results, size),
    ]
    return "\n".join(lines + [row.as_line() for row in rows])


def _cold(results: Results, size: int) -> list[Row]:
    found: list[Row] = []
    ours = results.rate("cold", articles=size)
    if results.find("cold", "hugo"):
        hugo = results.rate("cold", "hugo")
        least = 1.5 if size >= LARGE else 1.0
        found.append(_at_least("P1", "全量生成，对 Hugo", ours, hugo, least))
    if results.find("cold", "wagtail_bakery"):
        bakery, used = results.rate("cold", "wagtail_bakery"), results.find("cold", "wagtail_bakery")[0].articles
        found.append(_at_least("P1", f"全量生成，对 wagtail-bakery（{used} 篇）", ours, bakery, 100))
    seconds, limit = results.seconds("cold", articles=size), results.seconds("write_only")
    found.append(_at_most("P1", "全量生成，对只写同样的文件", seconds, limit, 3))
    return found


def _themes(results: Results, size: int) -> list[Row]:
    if not results.find("cold", "hugo"):
        return []
    ours = results.find("cold", articles=size)[0].pages / results.seconds("themes")
    return [_at_least("P1b", "主题改动后全部重新生成，对 Hugo", ours, results.rate("cold", "hugo"), 4)]


def _ladder(results: Results, size: int) -> list[Row]:
    sizes = sorted({each.articles for each in results.find("cold")})
    if len(sizes) == 1:
        return []
    rates = {each: results.rate("cold", articles=each) for each in sizes}
    told = "；".join(f"{each}：{rate:,.0f}" for each, rate in rates.items())
    ratio = rates[size] / rates[sizes[0]]
    return [Row("P2", "规模阶梯，页/秒", told, "最小规模", f"{ratio:.2f}", "≥ 0.8", ratio >= 0.8)]


def _unchanged(results: Results) -> Row:
    seconds, touched = results.seconds("unchanged"), max(each.touched for each in results.find("unchanged"))
    value = f"写入 {touched} 个文件"
    return Row("P3", "没有变化时再生成", f"{seconds:.2f} s", "—", value, "< 1 s，写入 0", seconds < 1 and not touched)


def _footer(results: Results, size: int) -> Row:
    seconds, cold = results.seconds("footer"), results.seconds("cold", articles=size)
    return _at_most("P6", "页脚改一个词，对全量生成", seconds, cold, 0.35)


def _queries(results: Results) -> Row:
    few, many = (each.queries for each in sorted(results.find("queries"), key=lambda each: each.articles))
    return Row("P7", "导出的查询次数，1000 页对 10 页", str(many), str(few), f"{many - few:+}", "相同", many == few)


def _import(results: Results, size: int) -> Row:
    added = results.find("add_child")[0].articles / results.seconds("add_child")
    imported = size / results.seconds("import")
    return _at_least("P11", "导入，对 Wagtail 的 add_child", imported, added, 10, unit="篇/秒")


def _memory(results: Results, size: int) -> Row:
    ours = max(each.peak_mib for each in results.find("cold", articles=size))
    hugo = max((each.peak_mib for each in results.find("cold", "hugo")), default=0.0)
    other = f"Hugo {hugo:,.0f} MiB" if hugo else "—"
    return Row("P2", "内存峰值（最大的进程）", f"{ours:,.0f} MiB", other, f"{ours:,.0f} MiB", "< 1024 MiB", ours < 1024)


def _disk(results: Results, size: int) -> list[Row]:
    if not results.find("cold", where="disk") or not results.find("cold", "hugo", where="disk"):
        return []
    ours, hugo = (results.rate("cold", name, articles=size, where="disk") for name in ("ours", "hugo"))
    return [Row("—", "全量生成，在磁盘上一次", f"{ours:,.0f} 页/秒", f"{hugo:,.0f} 页/秒", f"{ours / hugo:.2f}")]


def _at_least(name: str, what: str, ours: float, other: float, least: float, unit: str = "页/秒") -> Row:
    ratio = ours / other
    shown = (f"{ours:,.0f} {unit}", f"{other:,.0f} {unit}", f"{ratio:.2f}")
    return Row(name, what, *shown, f"≥ {least:g}", ratio >= least)


def _at_most(name: str, what: str, seconds: float, other: float, most: float) -> Row:
    ratio = seconds / other
    return Row(name, what, f"{seconds:.2f} s", f"{other:.2f} s", f"{ratio:.2f}", f"≤ {most:g}", ratio <= most)
