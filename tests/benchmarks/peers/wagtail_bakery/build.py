"""Build the corpus with Wagtail and wagtail-bakery, the common way to publish Wagtail statically.

    python build.py prepare CORPUS WORK     load the database (not timed)
    python build.py build WORK              build from nothing; print seconds, pages and bytes as a JSON line

Python's and Django's start-up is not timed either: what is left out is in the peer's favour.
"""

import json
import os
import shutil
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import django
from django.core.management import call_command
from django.db import transaction

ZONE = ZoneInfo("Asia/Shanghai")


def start(work: Path) -> None:
    os.environ.update(DJANGO_SETTINGS_MODULE="settings", PEER_WORK=str(work))
    sys.path[:0] = [str(work)]
    django.setup()


def prepare(corpus: Path, work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    for name in ("static", "media", "peer_migrations"):
        (work / name).mkdir(parents=True)
    (work / "peer_migrations" / "__init__.py").touch()
    start(work)
    call_command("makemigrations", "peer", verbosity=0)
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        load(corpus)


def load(corpus: Path) -> None:
    from peer.models import ArticlePage, SectionPage  # only after django.setup()
    from wagtail.models import Page, Site

    home = Page.objects.get(depth=1).add_child(instance=SectionPage(title="晋城在线", slug="cluster"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    sections = {"": home.pk}

    def find_section(path: str, title: str) -> SectionPage:
        if path not in sections:
            above, _, slug = path.rpartition("/")
            parent = find_section(above, above.rpartition("/")[2])
            sections[path] = parent.add_child(instance=SectionPage(title=title, slug=slug)).pk
        return SectionPage.objects.get(pk=sections[path])

    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            find_section(article["site"], article["site_name"])
            section = find_section(f"{article['site']}/{article['section']}", article["section_name"])
            section.add_child(instance=ArticlePage(
                title=article["title"], slug=article["slug"], author=article["author"], source=article["source"],
                summary=article["summary"], date=datetime.fromisoformat(article["date"]).replace(tzinfo=ZONE),
                tag_names=article["tags"], body=article["body"],
            ))


def build(work: Path) -> None:
    shutil.rmtree(work / "build", ignore_errors=True)
    start(work)
    started = time.perf_counter()
    call_command("build", verbosity=0)
    seconds = time.perf_counter() - started
    files = [file for file in (work / "build").rglob("*") if file.is_file()]
    result = {
        "seconds": round(seconds, 3),
        "pages": sum(file.suffix == ".html" for file in files),
        "bytes": sum(file.stat().st_size for file in files),
    }
    sys.stdout.write(json.dumps(result) + "\n")


def main() -> None:
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        build(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
