"""Publishes articles one after the other beside a running publisher, and waits until the mirror has each, and search finds it.

    python -m tests.benchmarks.publishing COUNT

Prints one JSON line: the seconds of each until it is live, those from then until it is found, the same of the first one that the
publisher itself took into the index, files rendered, and files that differed and were written. DATA_ROOT says where.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

# Models exist only after the set-up.
from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import Sum  # noqa: E402
from django.utils import timezone  # noqa: E402

from cms.articles.models import ArticlePage  # noqa: E402
from cms.cluster.models import ChannelPage, SiteProfile  # noqa: E402
from cms.publishing.models import Change, Release, SiteState  # noqa: E402
from search import asking  # noqa: E402
from search.engines.base import EngineError  # noqa: E402
from search.query import Query  # noqa: E402

PATIENCE = 120.0  # seconds; the first article also waits for the publisher's start
PATIENCE_FOR_INDEX = 1800.0  # the first one also waits until a new index of all articles is built
LOOK, ASK = 0.005, 0.02  # between two looks at files, and at answers: who asks without a pause takes a processor from the publisher
MANIFEST = "/_manifest/"


def channels() -> list[tuple[str, ChannelPage]]:
    """Return every channel that has articles, with the key of its site."""
    sites = {profile.site.root_page.path: profile.key for profile in SiteProfile.objects.select_related("site__root_page")}
    found = []
    for channel in ChannelPage.objects.filter(numchild__gt=0).order_by("path"):
        if not channel.get_descendants().type(ChannelPage).exists():
            found.append((next(key for path, key in sites.items() if channel.path.startswith(path)), channel))
    return found


def publish(channel: ChannelPage, number: int) -> ArticlePage:
    """Publish as the admin does: in one transaction."""
    with transaction.atomic():
        page = ArticlePage(
            title=f"测量消息第{number}号", source="市政府办公室", published_at=timezone.now().replace(second=0, microsecond=0),
            body=json.dumps([{"type": "html", "value": f"<p>测量用的正文第{number}号。</p>"}]),
        )
        channel.add_child(instance=page)
        page.save_revision().publish()
    return page


def places(site: str, channel: ChannelPage, page: ArticlePage) -> list[tuple[Path, str]]:
    """Return the files that must have the article, each with what tells it."""
    root = Path(settings.MIRRORS_ROOT) / site
    address = page.get_url_parts()[2]
    path = channel.get_url_parts()[2].removesuffix("/index.html")
    month = timezone.localtime(page.published_at).strftime("%Y%m")
    return [
        (root / address.lstrip("/"), page.title), (root / f"{path}/index.html".lstrip("/"), page.title),
        (root / f"{path}/rss.xml".lstrip("/"), address), (root / "rss.xml", address), (root / f"sitemap/{month}.xml", address),
    ]


def wait_for(wanted: list[tuple[Path, str]]) -> float:
    """Return the seconds until all files have what they must have."""
    started = time.perf_counter()
    waiting = list(wanted)
    while waiting:
        file, words = waiting[-1]
        if file.is_file() and words in file.read_text(encoding="utf-8"):
            waiting.pop()
            continue
        if time.perf_counter() - started > PATIENCE:
            sys.exit(f"{file} 在 {PATIENCE:.0f} 秒内没有出现“{words}”")
        time.sleep(LOOK)
    return round(time.perf_counter() - started, 4)


def is_found(page: ArticlePage) -> bool:
    """Return whether who searches for the title finds the article; without an index nobody does."""
    try:
        return any(result.id == page.pk for result in asking.search(Query(text=page.title)).results)
    except EngineError:
        return False


def wait_for_search(page: ArticlePage, patience: float = PATIENCE) -> float:
    """Return the seconds until search finds an article."""
    started = time.perf_counter()
    while not is_found(page):
        if time.perf_counter() - started > patience:
            sys.exit(f"检索在 {patience:.0f} 秒内没有找到“{page.title}”")
        time.sleep(ASK)
    return round(time.perf_counter() - started, 4)


def main() -> None:
    count, seconds, found = int(sys.argv[1]), [], []
    all_channels = channels()
    site, channel = all_channels[0]
    first = publish(channel, 0)
    wait_for(places(site, channel, first))
    wait_for_search(first, PATIENCE_FOR_INDEX)
    # That one may have come with the new index. The first that the publisher itself takes in takes longer, and is told apart.
    second = publish(channel, count + 1)
    wait_for(places(site, channel, second))
    found_first = wait_for_search(second)
    while Change.objects.filter(site=site).latest("number").number > SiteState.objects.get(pk=site).change:
        time.sleep(LOOK)  # what the publisher did when it started is written down a moment later
    newest = Release.objects.order_by("id").last()
    for number in range(count):
        site, channel = all_channels[number % len(all_channels)]
        page = publish(channel, number + 1)
        seconds.append(wait_for(places(site, channel, page)))
        found.append(wait_for_search(page))
    settled = Release.objects.filter(id__gt=newest.id if newest else 0)
    while settled.count() < count:  # the last one is visible a moment before it is written down
        time.sleep(LOOK)
    sums: dict[str, Any] = settled.aggregate(rendered=Sum("rendered"), different=Sum("written"))
    print(json.dumps({"seconds": seconds, "found": found, "found_first": found_first, **sums}))


if __name__ == "__main__":
    main()
