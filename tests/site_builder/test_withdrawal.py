"""From an editor's withdrawal or move to what the reader of the old address finds, with the project's own themes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.publishing.withdraw import Choice, withdraw
from site_builder.project import build_project, options
from site_builder.redirects import moved_location


@pytest.fixture
def mirror(project: Path) -> Path:
    return project / "mirrors"


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def path_of(page: Any) -> str:
    return "/" + fresh(page).full_url.partition(":8000/")[2]


def tombstones(site: Path) -> list[str]:
    files = (path.relative_to(site) for path in site.rglob("*") if path.is_file())
    return sorted(f"/{path}" for path in files if path.parts[0] in ("_gone", "_moved"))


def build() -> None:
    report = build_project(options(ceiling=1.0))
    assert report.ok, report


def test_a_channel_moves_its_article_is_withdrawn_and_comes_back(
    mirror: Path, channel: ChannelPage, portal: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    target = make_channel(portal, "政务公开", slug="open")
    page = fresh(channel).add_child(instance=ArticlePage(title="消息", source="市政府", body=[("html", "<p>正文</p>")]))
    build()
    site = mirror / "portal"
    old, old_channel = path_of(page), path_of(channel)
    fresh(channel).move(fresh(target), pos="last-child")
    build()
    new = path_of(page)
    assert moved_location((site / f"_moved{old}").read_bytes()) == new
    assert moved_location((site / f"_moved{old_channel}").read_bytes()) == path_of(channel)
    assert (site / new.lstrip("/")).exists()
    assert not (site / old.lstrip("/")).exists()

    withdraw(fresh(page), Choice("notice", notice="因内容有误，本文已撤下。"), None)
    build()
    assert tombstones(site) == sorted([f"/_gone{old}", f"/_gone{new}", f"/_moved{old_channel}"])
    html = (site / f"_gone{new}").read_text(encoding="utf-8")
    assert "因内容有误，本文已撤下。" in html
    assert path_of(channel) in html
    assert '<meta name="robots" content="noindex">' in html
    assert not [file for file in site.rglob("*.xml") if "_gone" in file.read_text() or new in file.read_text()]

    fresh(page).save_revision().publish()
    build()
    assert tombstones(site) == sorted([f"/_moved{old}", f"/_moved{old_channel}"])
