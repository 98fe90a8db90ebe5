"""What a benchmark does to the database in a process of its own; DATA_ROOT says which database.

    python -m tests.benchmarks.cluster sites                     nine sites with nothing in them
    python -m tests.benchmarks.cluster footer WORD               another word in the footer of every site
    python -m tests.benchmarks.cluster queries                   how many queries an export makes
    python -m tests.benchmarks.cluster add_child CORPUS COUNT    Wagtail's own way to add articles

Each prints one JSON line.
"""

import argparse
import itertools
import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import django

django.setup()

# Models exist only after the set-up.
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from cms.articles.models import ArticlePage  # noqa: E402
from cms.cluster.channel_types import ChannelType  # noqa: E402
from cms.cluster.models import ChannelPage, HomePage, SiteProfile  # noqa: E402
from cms.export.export import export_all  # noqa: E402
from tests.benchmarks.corpus import SITES  # noqa: E402


def make_sites() -> dict[str, Any]:
    """Put nine bare sites in the place of what Wagtail's migrations leave behind."""
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.delete()
    root = Page.objects.get(depth=1)
    for number, (key, name, _) in enumerate(SITES):
        home = root.add_child(instance=HomePage(title=name, slug=key))
        host = "www.localhost" if key == "portal" else f"{key}.localhost"
        site = Site.objects.create(hostname=host, port=8000, site_name=name, root_page=home, is_default_site=number == 0)
        SiteProfile.objects.create(
            site=site, key=key, name=name, short_name=name, order=number,
            theme=key if key in {"portal", "tourism", "talent"} else "county",
            description=f"{name}网站，发布政务信息，提供办事服务。", keywords=f"{name},政务公开,政务服务",
            id_code=f"14050000{number:02}", icp="晋ICP备00000000号", police="晋公网安备14050000000000号",
            sponsor=f"{name}主办单位", operator=f"{name}承办单位", phone="0356-0000000",
        )
    return {"sites": len(SITES)}


def change_footer(word: str) -> dict[str, Any]:
    profiles = list(SiteProfile.objects.all())
    for profile in profiles:
        profile.operator = f"{profile.short_name}承办单位（{word}）"
        profile.save()
    return {"sites": len(profiles)}


def count_queries() -> dict[str, Any]:
    # The first run fills caches (content types, sites) that a later one would not ask for.
    for _ in export_all():
        pass
    with CaptureQueriesContext(connection) as queries:
        records = sum(1 for _ in export_all())
    return {"queries": len(queries), "records": records, "pages": Page.objects.live().count()}


def add_children(corpus: Path, count: int) -> dict[str, Any]:
    """Add the first articles of the corpus one by one; making their channels is not timed."""
    with corpus.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in itertools.islice(lines, count)]
    channels = make_channels({(article["site"], article["section"]) for article in articles})
    seconds = 0.0
    with transaction.atomic():
        for article in articles:
            parent = ChannelPage.objects.get(pk=channels[article["site"], article["section"]])
            page = as_page(article)
            started = time.perf_counter()
            parent.add_child(instance=page)
            seconds += time.perf_counter() - started
    return {"seconds": round(seconds, 3), "articles": len(articles)}


def make_channels(places: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    channels: dict[tuple[str, str], int] = {}
    for site, section in sorted(places):
        parent: Page = SiteProfile.objects.get(key=site).site.root_page
        for slug in section.split("/"):
            found = parent.get_children().filter(slug=slug).first()
            parent = found or parent.add_child(instance=ChannelPage(
                title=slug, slug=slug, type=ChannelType.OTHER, description=f"{slug}栏目。", keywords=slug,
            ))
        channels[site, section] = parent.pk
    return channels


def as_page(article: dict[str, Any]) -> ArticlePage:
    page = ArticlePage(
        title=article["title"], slug=article["slug"], author=article["author"], source=article["source"],
        summary=article["summary"], keywords=",".join(article["tags"]),
        published_at=timezone.make_aware(datetime.fromisoformat(article["date"])),
        body=json.dumps([{"type": "html", "value": article["body"]}]),
    )
    page.tags.add(*article["tags"])
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sites")
    commands.add_parser("footer").add_argument("word")
    commands.add_parser("queries")
    add_child = commands.add_parser("add_child")
    add_child.add_argument("corpus", type=Path)
    add_child.add_argument("count", type=int)
    options = parser.parse_args()
    match options.command:
        case "sites":
            result = make_sites()
        case "footer":
            result = change_footer(options.word)
        case "queries":
            result = count_queries()
        case _:
            result = add_children(options.corpus, options.count)
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
