"""Pages to list, and a way to ask for them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage

Ask = Callable[..., Any]
MakeArticle = Callable[..., ArticlePage]


@pytest.fixture
def ask(client: Client) -> Ask:
    """Return what gets an address of the API and returns the decoded answer, which must have the status given."""

    def get(path: str, status: int = 200, **parameters: Any) -> Any:
        answer = client.get(f"/api/v1/{path}", {name.rstrip("_"): value for name, value in parameters.items()})
        assert answer.status_code == status, answer.content.decode()
        assert answer.headers["Content-Type"] == "application/json"
        return answer.json()

    return get


@pytest.fixture
def make_article(channel: ChannelPage) -> MakeArticle:
    """Return what publishes an article at a time `2026-01-05 08:30`, in the portal's channel unless told otherwise."""

    def make(title: str = "春耕备耕", at: str = "2026-01-05 08:30", *, parent: ChannelPage = channel, **fields: Any) -> ArticlePage:
        moment = timezone.make_aware(datetime.fromisoformat(at))
        fresh = ChannelPage.objects.get(pk=parent.pk)
        return fresh.add_child(instance=ArticlePage(title=title, published_at=moment, **fields))

    return make


@pytest.fixture
def titles(ask: Ask) -> Callable[..., list[str]]:
    """Return what lists the titles that the content list answers to some parameters."""
    return lambda **parameters: [card["title"] for card in ask("content/", **parameters)["results"]]
