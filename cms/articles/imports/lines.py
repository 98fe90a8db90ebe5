"""One line of an import file: its fields, and what can be wrong with them."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import msgspec
from django.utils import timezone

from cms.core.slugs import find_fault

LONGEST_LINE = 32 * 1024 * 1024
DEEPEST_SECTION = 8
LIMITS = {"slug": 200, "section": 200, "section_name": 60, "title": 255, "source": 100, "author": 50, "summary": 300}
TAG_LIMIT = 100
YEARS = range(1900, 2101)

LABELS = {
    "site": "站点", "section": "栏目路径", "section_name": "栏目名称", "slug": "文章标识", "title": "标题",
    "date": "发布时间", "author": "作者", "source": "来源", "tags": "标签", "summary": "摘要", "body": "正文",
}
REQUIRED = ("site", "section", "slug", "title", "date", "source", "body")
SLUG = re.compile(r"[\w-]+")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")

TYPES = {
    "str": "文字", "int": "整数", "float": "小数", "bool": "真假值", "null": "空值", "array": "列表", "object": "对象",
    "str | null": "文字", "array | null": "列表",
}
WRONG_TYPE = re.compile(r"Expected `([^`]+)`, got `([^`]+)`(?: - at `\$\.?([^`]*)`)?")
AT_BYTE = re.compile(r"\(byte (\d+)\)")


class LineError(Exception):
    """A line that cannot be imported; the message says why."""


class RawLine(msgspec.Struct):
    """What a line says; a field that it lacks is empty, and what is not mandatory may be null."""

    site: str = ""
    section: str = ""
    slug: str = ""
    title: str = ""
    date: str = ""
    source: str = ""
    body: str = ""
    section_name: str | None = ""
    author: str | None = ""
    summary: str | None = ""
    tags: list[str] | None = None


class ArticleLine(msgspec.Struct):
    """A line that can be imported."""

    site: str
    section: str
    section_name: str
    slug: str
    title: str
    date: str
    source: str
    author: str
    summary: str
    tags: tuple[str, ...]
    body: str


_decode = msgspec.json.Decoder(RawLine).decode


def read_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file; of one that is too long only as much as shows that it is."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)


def parse_line(raw: bytes) -> ArticleLine:
    """Return the line's fields, trimmed and checked, or raise a LineError that names every fault."""
    said = _decode_line(raw)
    line = ArticleLine(
        site=said.site.strip(), section=said.section.strip(), section_name=_one_line(said.section_name),
        slug=said.slug.strip(), title=_one_line(said.title), date=said.date.strip(), source=_one_line(said.source),
        author=_one_line(said.author), summary=_one_line(said.summary),
        tags=tuple(dict.fromkeys(tag.strip() for tag in said.tags or () if tag.strip())), body=said.body,
    )
    faults = list(_find_faults(line))
    if faults:
        raise LineError("；".join(faults))
    return line


def parse_date(text: str) -> datetime:
    """Return the local time that a date states, to the minute; a ValueError if it states none."""
    if not DATE.fullmatch(text):
        raise ValueError(text)
    moment = datetime.fromisoformat(text).replace(second=0, microsecond=0)
    if moment.year not in YEARS:
        raise ValueError(text)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _one_line(text: str | None) -> str:
    return " ".join((text or "").strip().splitlines())


def _decode_line(raw: bytes) -> RawLine:
    if len(raw) > LONGEST_LINE:
        raise LineError(f"一行超过了 {LONGEST_LINE // 1024 // 1024} MB")
    try:
        return _decode(raw)
    except msgspec.ValidationError as error:
        raise LineError(_explain_type(str(error))) from error
    except UnicodeDecodeError as error:
        raise LineError("不是 UTF-8 编码") from error
    except RecursionError as error:
        raise LineError("不是有效的 JSON：嵌套太深") from error
    except msgspec.DecodeError as error:
        where = AT_BYTE.search(str(error))
        cause = f"第 {int(where[1]) + 1} 字节附近有误" if where else "内容不完整"
        raise LineError(f"不是有效的 JSON：{cause}") from error


def _explain_type(message: str) -> str:
    found = WRONG_TYPE.search(message)
    if not found:
        return f"字段的类型不对：{message}"
    expected, got = TYPES.get(found[1], found[1]), TYPES.get(found[2], found[2])
    name = (found[3] or "").partition("[")[0]
    if not name:
        return f"不是 JSON 对象，而是{got}"
    return f"{_call(name)}的类型不对：应为{'文字' if '[' in found[3] else expected}，实际是{got}"


def _find_faults(line: ArticleLine) -> Iterator[str]:
    missing = [_call(name) for name in REQUIRED if not getattr(line, name).strip()]
    if missing:
        yield f"缺少{'、'.join(missing)}"
    yield from _find_text_faults(line)
    if line.slug and not SLUG.fullmatch(line.slug):
        yield f"文章标识“{line.slug[:40]}”不可用：只能用字母、数字、连字符和下划线"
    if line.section and (fault := _find_section_fault(line.section)):
        yield f"栏目路径“{line.section[:40]}”{fault}"
    if line.date and not _is_date(line.date):
        yield f"发布时间“{line.date[:40]}”无效，应如 2026-01-02T08:30"


def _find_text_faults(line: ArticleLine) -> Iterator[str]:
    for name, limit in LIMITS.items():
        length = len(getattr(line, name))
        if length > limit:
            yield f"{_call(name)}有 {length} 字，超过 {limit} 字"
    for tag in line.tags:
        if len(tag) > TAG_LIMIT:
            yield f"标签“{tag[:10]}…”超过 {TAG_LIMIT} 字"
    # A database may refuse it; in the body it is simply left out.
    if any("\0" in text for text in (line.title, line.source, line.author, line.summary, line.section_name, *line.tags)):
        yield "含有空字符（\\u0000）"


def _find_section_fault(section: str) -> str:
    segments = section.split("/")
    if len(segments) > DEEPEST_SECTION:
        return f"超过 {DEEPEST_SECTION} 级"
    faults = filter(None, (find_fault(segment) for segment in segments))
    return next((f"不可用：{fault.rstrip('。')}" for fault in faults), "")


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except ValueError:
        return False
    return True


def _call(name: str) -> str:
    return f"{LABELS[name]}（{name}）" if name in LABELS else name
