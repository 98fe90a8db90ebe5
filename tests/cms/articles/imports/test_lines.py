import io
import json
from typing import Any

import pytest

from cms.articles.imports import lines
from cms.articles.imports.lines import LineError, parse_line, read_lines
from tests.cms.articles.imports.conftest import Run, make_line


def raw(**fields: Any) -> bytes:
    return json.dumps(make_line(**fields)).encode()


BAD = [
    (b"{broken", "不是有效的 JSON：第 2 字节附近有误"),
    (b'{"site": "portal"', "不是有效的 JSON：内容不完整"),
    (b'{"site": "portal"} x', "不是有效的 JSON"),
    (b'{"title": "\xff"}', "不是 UTF-8 编码"),
    (b'{"x": ' + b"[" * 100_000, "嵌套太深"),
    (b"[1, 2]", "不是 JSON 对象，而是列表"),
    (b"null", "不是 JSON 对象，而是空值"),
    (b"{}", "缺少站点（site）、栏目路径（section）、文章标识（slug）、标题（title）、发布时间（date）、来源（source）、正文（body）"),
    (raw(title=None), "缺少标题（title）"),
    (raw(title="  ", body=""), "缺少标题（title）、正文（body）"),
    (raw(title=5), "标题（title）的类型不对：应为文字，实际是整数"),
    (raw(tags="供热"), "标签（tags）的类型不对：应为列表，实际是文字"),
    (raw(tags=[1]), "标签（tags）的类型不对：应为文字，实际是整数"),
    (raw(title="长" * 256), "标题（title）有 256 字，超过 255 字"),
    (raw(source="长" * 101), "来源（source）有 101 字，超过 100 字"),
    (raw(summary="长" * 301), "摘要（summary）有 301 字，超过 300 字"),
    (raw(tags=["长" * 101]), "标签“长长长长长长长长长长…”超过 100 字"),
    (raw(title="空\0字符"), "含有空字符"),
    (raw(slug="../etc/passwd"), "文章标识“../etc/passwd”不可用"),
    (raw(slug="a/b"), "文章标识“a/b”不可用"),
    (raw(slug="a b"), "文章标识“a b”不可用"),
    (raw(slug="a" * 201), "文章标识（slug）有 201 字"),
    (raw(section="../news"), "栏目路径“../news”不可用"),
    (raw(section="/news"), "栏目路径“/news”不可用"),
    (raw(section="news//a"), "栏目路径“news//a”不可用"),
    (raw(section="News"), "栏目路径“News”不可用"),
    (raw(section="_fragments"), "栏目路径“_fragments”不可用"),
    (raw(section="news/202601"), "栏目路径“news/202601”不可用"),
    (raw(section="/".join("abcdefghi")), "超过 8 级"),
    (raw(date="昨天"), "发布时间“昨天”无效，应如 2026-01-02T08:30"),
    (raw(date="2026-02-30T08:00"), "发布时间“2026-02-30T08:00”无效"),
    (raw(date="2026-01-02"), "发布时间“2026-01-02”无效"),
    (raw(date="0001-01-01T00:00"), "无效"),
    (raw(date="2026-01-02T25:00"), "无效"),
    (raw(title=None, date="x", slug="a b"), "缺少标题（title）；文章标识“a b”不可用：只能用字母、数字、连字符和下划线；发布时间"),
]


@pytest.mark.parametrize(("line", "reason"), BAD)
def test_a_bad_line_is_refused_with_its_reason(line: bytes, reason: str) -> None:
    with pytest.raises(LineError) as refused:
        parse_line(line)
    assert reason in str(refused.value)


def test_every_bad_line_is_reported_with_its_number(run: Run) -> None:
    done = run([line + b"\n" for line, _ in BAD])
    assert set(done.problems) == set(range(1, len(BAD) + 1))
    assert done.counts == (0, 0, 0, len(BAD))


@pytest.mark.parametrize("date", ["2026-01-02T08:30", "2026-01-02 08:30", "2026-01-02T08:30:59", "2026-01-02T00:30Z"])
def test_a_date_is_local_time_to_the_minute(date: str) -> None:
    assert lines.parse_date(date).astimezone(lines.timezone.get_default_timezone()).isoformat() == "2026-01-02T08:30:00+08:00"


def test_what_is_not_mandatory_may_be_missing_or_null() -> None:
    line = parse_line(raw(author=None, summary=None, tags=None, section_name=None, site_name=None))
    assert (line.author, line.summary, line.tags, line.section_name) == ("", "", (), "")
    assert parse_line(b'{"author": null, "tags": null, ' + raw()[1:]).tags == ("供热",)


def test_words_are_trimmed_and_tags_named_once() -> None:
    line = parse_line(raw(title=" 第一章  总则\n（草案） ", tags=["供热 ", "供热", " "]))
    assert (line.title, line.tags) == ("第一章  总则 （草案）", ("供热",))


def test_unknown_fields_do_not_matter() -> None:
    assert parse_line(raw(views=12, extra={"a": [1]})).slug == "a-1"


def test_a_line_without_end_is_not_read_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1000)
    file = io.BytesIO(b"x" * 5000 + b"\n" + b"{}\n" + b"y" * 1500)
    read = list(read_lines(file))
    assert [len(line) for line in read] == [1001, 3, 1001]
    with pytest.raises(LineError, match="一行超过了"):
        parse_line(read[0])


def test_empty_lines_and_a_byte_order_mark_do_not_matter(run: Run) -> None:
    done = run([b"\xef\xbb\xbf" + raw() + b"\r\n", b"\n", b"  \n", raw(slug="a-2")])
    assert (done.counts, done.problems) == ((2, 0, 0, 0), {})


def test_the_second_line_with_the_same_slug_is_refused(run: Run) -> None:
    done = run([raw(), raw(title="第二次"), raw(slug="b", date="x"), raw(slug="b")])
    assert done.problems[2] == "文章标识“a-1”在站点“portal”中与第 1 行重复"
    assert set(done.problems) == {2, 3}
    assert done.counts == (2, 0, 0, 2)


def test_an_unknown_site_is_refused(run: Run) -> None:
    assert run([raw(site="mars")]).problems == {1: "没有站点“mars”"}
