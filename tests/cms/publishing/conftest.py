"""A published article, who works with it, and what publishers write down."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.roles import Role, create_user
from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage
from cms.publishing.models import Change, Outcome, Release, SiteState, Stage
from tests.layers import layer

START = timezone.now().replace(microsecond=0) - timedelta(hours=1)


@layer
def article(channel: ChannelPage) -> ArticlePage:
    return channel.add_child(
        instance=ArticlePage(title="消息", source="市政府", body=[("html", "<p>正文</p>")], live=False)
    )


@layer
def published(article: ArticlePage) -> ArticlePage:
    article.save_revision().publish()
    article.refresh_from_db()
    return article


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    def make(role: Role, site: str = "") -> User:
        return create_user(f"{role}-{site}", role=role, site_key=site, password="long-enough-word")

    return make


@pytest.fixture
def logged_in(person: Callable[..., User]) -> Callable[..., Client]:
    def make(role: Role, site: str = "") -> Client:
        client = Client()
        client.force_login(person(role, site))
        return client

    return make


def last_change() -> int:
    return Change.objects.latest("number").number


def take(site: str, number: int | None = None, stage: str = Stage.BUILDING) -> None:
    """Note that a publisher works on a site."""
    taken = last_change() if number is None else number
    SiteState.objects.update_or_create(site=site, defaults={"stage": stage, "taken": taken})


def release(site: str, number: int | None = None, outcome: str = Outcome.LIVE, minute: int = 0, **fields: Any) -> Release:
    """Note how an attempt to publish a site ended."""
    change = last_change() if number is None else number
    finished = START + timedelta(minutes=minute)
    SiteState.objects.update_or_create(site=site, defaults={"stage": Stage.IDLE})
    if outcome == Outcome.LIVE:
        SiteState.objects.filter(site=site).update(change=change, live_since=finished)
    started = finished - timedelta(seconds=1)
    return Release.objects.create(
        site=site, change=change, outcome=outcome, started=started, finished=finished, **fields
    )
