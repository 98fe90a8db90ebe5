"""Which outputs are stale, and why: those that are new, and those one of whose keys has another digest now."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from site_builder.errors import BuilderError
from site_builder.queries import MISSING, Queries
from site_builder.routes import Output
from site_builder.store import Made

NEW = "新文件"
FRAME = "frame:"

WORDS = {
    "site": "站点资料", "identity": "站点名称和网址",
    "home": "首页板块", "switch": "紧急开关", "channel": "栏目", "record": "正文", "card": "标题等列表信息", "link": "链接目标",
    "latest": "栏目最新信息", "newest": "全站最新信息", "list": "列表页内容", "pages": "列表页数", "page": "后一列表页是否存在",
    "count": "信息条数", "neighbours": "上一篇、下一篇", "children": "下级栏目", "channels": "栏目清单", "month": "当月信息",
    "relations": "与其他页面的关系", "disclosure": "信息公开目录栏目", "filed": "目录中有无文件", "place": "目录分类名称",
    "parts": "目录的下级分类", "facets": "目录各分类的条数", "places": "目录分类清单", "choices": "文件库筛选项",
    "policies": "文件库当年文件", "months": "月份清单", "titles": "当月标题", "media": "图片或文件", "tombstone": "撤稿或移动",
    "template": "模板", "frame": "页面框架", "asset": "样式或脚本", "code": "生成程序",
}


class Stale(NamedTuple):
    """An output to make, with the cause in words; with `frame` when only that frame of the page has changed."""

    output: Output
    cause: str
    frame: str = ""
    made: Made | None = None


def describe(key: str) -> str:
    """Return what a key stands for, in words, with the key itself."""
    return f"{WORDS[key.partition(':')[0]]}（{key}）"


def changed_keys(made: Made, queries: Queries) -> Iterator[tuple[str, bool]]:
    """Yield (key, whether its digest differs now) for all that an output was made from."""
    for key, digest in made.keys().items():
        yield key, queries.digest_of(key) != digest


def _first_changed(made: Made, queries: Queries) -> str:
    """Return the first key whose digest differs now, a frame only when it is the only one; "" when there is none."""
    frame = ""
    known = queries.digests.get
    for key, digest in made.keys().items():
        now = known(key)
        if now is None:
            now = queries.digest_of(key)
        if now != digest:
            if not key.startswith(FRAME):
                return key
            frame = key
    return frame


def find_stale(wanted: Iterable[Output], remembered: Mapping[str, Made], queries: Queries) -> list[Stale]:
    """Return those of the wanted outputs of a site that must be made; `remembered` is what was made before, by path."""
    stale: list[Stale] = []
    digest_of = queries.digest_of
    for output in wanted:
        made = remembered.get(output.path)
        if made is None:
            stale.append(Stale(output, NEW))
            continue
        try:
            changed = _first_changed(made, queries)
        except BuilderError as error:
            # A broken frame or template: who renders the page will say so.
            stale.append(Stale(output, str(error)))
            continue
        if changed:
            words = "已撤下" if digest_of(changed) == MISSING else "已更新"
            frame = changed if changed.startswith(FRAME) else ""
            stale.append(Stale(output, f"{describe(changed)}{words}", frame, made))
    return stale
