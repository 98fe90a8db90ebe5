"""The publisher follows the Change feed by itself."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from site_builder import publisher
from site_builder.project import one_builder
from site_builder.publisher import publish_forever

# The publisher closes its connection between two looks, so nothing here can be rolled back.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class Listener:
    """Hears what the publisher says, acts on it once, and stops it at the second word."""

    def __init__(self, act: Callable[[], None]) -> None:
        self.stop = Event()
        self.heard: list[str] = []
        self._act = act

    def __call__(self, words: str) -> None:
        self.heard.append(words)
        if len(self.heard) == 1:
            self._act()
        else:
            self.stop.set()


@pytest.fixture
def channel(
    make_site: Callable[[str], SiteProfile], make_channel: Callable[..., ChannelPage], project: Path, monkeypatch: pytest.MonkeyPatch
) -> ChannelPage:
    monkeypatch.setattr(publisher, "PAUSE", 0.01)
    monkeypatch.setattr(publisher, "PAUSE_AFTER_ERROR", 0.01)
    return make_channel(make_site("portal"))


def write(channel: ChannelPage) -> None:
    channel.add_child(instance=ArticlePage(title="消息", source="市政府", body=[("html", "<p>正文</p>")])).save_revision().publish()


def test_what_is_published_later_is_built_too(channel: ChannelPage, tmp_path: Path) -> None:
    listener = Listener(lambda: write(channel))
    publish_forever(listener.stop, listener, workers=1)
    assert len(listener.heard) == 2
    assert all(words.startswith("已发布到镜像") for words in listener.heard)
    pages = list((tmp_path / "mirrors/portal").glob(f"{channel.slug}/*/t*.html"))
    assert len(pages) == 1


def test_a_builder_that_is_busy_is_waited_for(channel: ChannelPage, tmp_path: Path) -> None:
    busy = ExitStack()
    busy.enter_context(one_builder(tmp_path / "state"))
    listener = Listener(busy.close)
    publish_forever(listener.stop, listener, workers=1)
    assert "另一个生成任务正在运行" in listener.heard[0]
    assert listener.heard[1].startswith("已发布到镜像")
    assert (tmp_path / "mirrors/portal/index.html").exists()
