"""What is due by the clock is published and withdrawn, and each is a fact of the feed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage
from cms.publishing.models import Change
from cms.publishing.schedule import run_due


@pytest.fixture
def page(channel: ChannelPage) -> ArticlePage:
    return channel.add_child(instance=ArticlePage(title="消息", source="市政府", live=False, body=[("html", "<p>正文</p>")]))


def facts(page: ArticlePage) -> list[str]:
    return list(Change.objects.filter(object_key=f"content:{page.pk}").values_list("action", flat=True))


def test_a_page_goes_live_at_its_second_and_not_before(page: ArticlePage) -> None:
    due = timezone.now() + timedelta(hours=1)
    page.go_live_at = due
    page.save_revision().publish()
    assert not ArticlePage.objects.get(pk=page.pk).live
    assert run_due(due - timedelta(seconds=1)) == []
    assert "publish" not in facts(page)


def test_a_page_that_is_due_is_published(page: ArticlePage) -> None:
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    now = timezone.now()
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=now)
    ArticlePage.objects.filter(pk=page.pk).update(go_live_at=now)
    revision.refresh_from_db()
    revision.content["go_live_at"] = now.isoformat()
    revision.save()
    assert run_due(now) == []
    assert ArticlePage.objects.get(pk=page.pk).live
    assert facts(page).count("publish") == 1
    assert run_due(now) == [] and facts(page).count("publish") == 1


def test_a_page_that_expires_is_withdrawn_once(page: ArticlePage) -> None:
    page.save_revision().publish()
    now = timezone.now()
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=now)
    run_due(now - timedelta(seconds=1))
    assert ArticlePage.objects.get(pk=page.pk).live
    run_due(now)
    found = ArticlePage.objects.get(pk=page.pk)
    assert (found.live, found.expired) == (False, True)
    said = facts(page)
    assert set(said) == {"publish", "withdraw"}
    run_due(now)
    assert facts(page) == said
