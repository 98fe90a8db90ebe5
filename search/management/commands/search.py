"""manage.py search: ask the index as the public does."""

import argparse
import html
import re
from typing import Any

import msgspec
from django.core.management.base import CommandError

from cms.commands import OperatorCommand
from cms.publishing.sites import hosts_of_sites
from search import asking
from search.answers import Result
from search.engines.base import EngineError
from search.query import MOST_CHARACTERS, MOST_HITS, Query

TAG = re.compile(r"<[^>]*>")
MARKS = {"repealed": "（已废止）", "expired": "（已失效）", "pending": "（尚未施行）"}


class Command(OperatorCommand):
    help = "检索已发布的内容，与公众的检索相同。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("query", metavar="QUERY", help="搜索词、“完整词句”、文号或索引号")
        parser.add_argument("--site", default="", metavar="KEY", help="只在一个站点中检索")
        parser.add_argument("--limit", type=int, default=10, metavar="N", help=f"最多几条，默认 10，最多 {MOST_HITS}")
        parser.add_argument("--json", action="store_true", help="输出一行 JSON")

    def handle(self, *, query: str, site: str, limit: int, **given: Any) -> None:
        if len(query) > MOST_CHARACTERS:
            raise CommandError(f"搜索词不能超过 {MOST_CHARACTERS} 字。")
        if not 1 <= limit <= MOST_HITS:
            raise CommandError(f"--limit 应在 1 到 {MOST_HITS} 之间。")
        if site and site not in (known := [key for _, key in hosts_of_sites()]):
            raise CommandError(f"没有标识为“{site}”的站点。现有站点：{'、'.join(known) or '（还没有站点）'}。")
        plain = query.encode("utf-8", "replace").decode().replace("\0", " ")
        try:
            found = asking.search(Query(text=plain, site=(site,) if site else (), size=limit), site)
        except EngineError as error:
            raise CommandError(f"检索不可用：{error}") from error
        if given["json"]:
            self.stdout.write(msgspec.json.encode({
                "count": found.total, "results": found.results, "facets": found.facets, "did_you_mean": found.did_you_mean,
                "best_bets": found.best_bets, "estimated": found.estimated,
            }).decode())
            return
        count = f"{'约' if found.estimated else '共'} {found.total} 条结果。"
        self.stdout.write(count + (f"您是不是要找：{found.did_you_mean}" if found.did_you_mean else ""))
        for result in (*found.best_bets, *found.results):
            self._say(result)

    def _say(self, result: Result) -> None:
        mark = MARKS.get(result.validity, "")
        self.stdout.write(f"\n{result.title}{mark}\n  {result.site_name}  {result.date}  {result.number}\n  {result.url}")
        snippet = html.unescape(TAG.sub("", result.snippet_html)).strip()
        if snippet:
            self.stdout.write(f"  {snippet}")
