"""A small cluster, an index in memory that belongs to the test, and ways to ask."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage
from cms.publishing.models import SiteState
from cms.publishing.read import latest_number
from search.current import current
from search.engines.base import Engine
from search.indexing import Indexer
from search.project import attachments, engine
from tests.cms.conftest import channel, gaoping, make_channel, make_file, make_image, make_site, organisation, portal

__all__ = ["channel", "gaoping", "make_channel", "make_file", "make_image", "make_site", "organisation", "portal"]

Publish = Callable[..., ArticlePage]


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Any) -> Iterator[Engine]:
    settings.SEARCH_ROOT = tmp_path / "search"  # another folder is another index
    cache.clear()
    current.forget()
    yield engine()
    current.forget()
    attachments().close()


@pytest.fixture
def indexer(index: Engine) -> Indexer:
    return Indexer(index)


@pytest.fixture
def publish(channel: ChannelPage) -> Publish:
    """Return what publishes an article, in the portal's channel unless told otherwise."""

    def make(title: str = "春耕备耕", body: str = "正文", *, parent: ChannelPage = channel, **fields: Any) -> ArticlePage:
        fresh = ChannelPage.objects.get(pk=parent.pk)
        return fresh.add_child(instance=ArticlePage(title=title, source="市政府", body=[("html", f"<p>{body}</p>")], **fields))

    return make


def make_live(site: str, number: int | None = None) -> None:
    """Say that the mirror of a site shows all there is, or what there was up to a change."""
    SiteState.objects.update_or_create(pk=site, defaults={"change": latest_number() if number is None else number})


def follow(indexer: Indexer) -> None:
    """Let the index take in all it can."""
    while indexer.follow():
        pass


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """Return what gets an address below the API and returns the decoded answer, which must have the status given."""

    def get(path: str, status: int = 200, **parameters: Any) -> Any:
        answer = client.get(f"/api/v1/{path}", {name.rstrip("_"): value for name, value in parameters.items()})
        assert answer.status_code == status, answer.content.decode()
        assert answer.headers["Content-Type"] == "application/json"
        return answer.json()

    return get
