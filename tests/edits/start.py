"""The cluster that random edits begin with: three sites, one of everything, and a list of several pages."""

import gc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cms.accounts.models import Organisation
from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.core.bulk import insert_pages
from cms.publishing.models import Action
from cms.publishing.record import record_pages
from site_builder import publisher as publishing
from site_builder.publisher import Publisher
from tests.cms.publishing.whole_cluster import fill
from tests.edits.checkpoint import Checkpoint

FIRST = datetime(2026, 1, 2, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
LISTED = 38  # one more article and the list gets a second page


@pytest.fixture
def start(
    portal: SiteProfile, gaoping: SiteProfile, channel: ChannelPage, organisation: Organisation, make_site: Callable[..., Any],
    make_channel: Callable[..., ChannelPage], make_image: Callable[..., Any], make_file: Callable[..., Any],
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Checkpoint]:
    root = tmp_path / "data"
    settings.STATE_ROOT, settings.MIRRORS_ROOT = root / "state", root / "mirrors"
    settings.REDIRECTS_FILE, settings.MEDIA_ROOT = root / "redirects.map", tmp_path / "media"
    settings.STATE_ROOT.mkdir(parents=True)
    monkeypatch.setattr(publishing, "ROUND", 0.0)  # each look is a round
    monkeypatch.setattr("os.sync", lambda: None)  # nothing here has to survive a power cut
    gc.collect()
    gc.freeze()  # what the test program is made of stays; the publisher has the collector look at all else, often
    for name in ("freeze", "unfreeze"):
        monkeypatch.setattr(gc, name, lambda: None)
    talent = make_site("talent")
    for profile, theme in ((gaoping, "county"), (talent, "talent")):
        profile.theme = theme
        profile.save()
    make_channel(talent, "招聘公告")
    fill(portal, make_channel(gaoping, "县区要闻"), channel, organisation, make_image, make_file)
    news = make_channel(SiteProfile.objects.get(key="gaoping"), "通知公告")
    articles = [
        ArticlePage(
            title=f"第{number}号通知", slug=f"n{number}", source="市政府", published_at=FIRST + timedelta(days=2 * number),
            body=[("html", "<p>正文</p>")],
        )
        for number in range(LISTED)
    ]
    record_pages(insert_pages((news, page) for page in articles), Action.PUBLISH)
    said: list[str] = []
    publisher = Publisher(said.append, workers=1)
    publisher.look()
    publisher.close()
    assert all(words.startswith("已发布到镜像") for words in said), said
    checkpoint = Checkpoint(root)
    yield checkpoint
    checkpoint.restore()
    checkpoint.forget()
