"""The Change feed says what happened, whichever way it happened."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from wagtail.models import PageViewRestriction

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.media.models import CustomImage
from cms.publishing.models import Change
from cms.publishing.position import Position
from cms.publishing.read import latest_number, read_since


@pytest.fixture
def page(channel: ChannelPage) -> ArticlePage:
    return channel.add_child(instance=ArticlePage(title="消息", source="市政府", body=[("html", "<p>正文</p>")]))


def since(action: Callable[[], Any]) -> set[tuple[str, str]]:
    """Return (action, key) of what an action added to the feed."""
    before = latest_number()
    action()
    return set(Change.objects.filter(number__gt=before).values_list("action", "object_key"))


def without_tombstones(facts: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(action, key) for action, key in facts if not key.startswith("tombstone:")}


def test_publishing_is_noted_with_its_site(page: ArticlePage) -> None:
    assert since(lambda: page.save_revision().publish()) == {("publish", f"content:{page.pk}")}
    assert Change.objects.latest("number").site == "portal"


def test_a_draft_is_nobodys_business(page: ArticlePage) -> None:
    assert since(page.save_revision) == set()


def test_withdrawing_and_deleting_are_noted(page: ArticlePage) -> None:
    withdrawn = {("withdraw", f"content:{page.pk}")}
    assert without_tombstones(since(page.unpublish)) == withdrawn
    page.save_revision().publish()
    assert without_tombstones(since(page.delete)) == withdrawn


def test_moving_a_channel_notes_everything_in_it(
    page: ArticlePage, channel: ChannelPage, portal: SiteProfile, make_channel: Callable[..., ChannelPage]
) -> None:
    target = make_channel(portal, "政务公开")
    channel.refresh_from_db()
    keys = {key for _, key in without_tombstones(since(lambda: channel.move(target, pos="last-child")))}
    assert keys == {f"channel:{channel.pk}", f"content:{page.pk}"}


def test_a_new_address_of_a_channel_notes_everything_in_it(page: ArticlePage, channel: ChannelPage) -> None:
    channel.refresh_from_db()
    channel.slug = "other"
    keys = {key for _, key in without_tombstones(since(lambda: channel.save_revision().publish()))}
    assert keys == {f"channel:{channel.pk}", f"content:{page.pk}"}


def test_a_restriction_notes_everything_below(page: ArticlePage, channel: ChannelPage) -> None:
    make = PageViewRestriction.objects.create
    keys = {key for _, key in without_tombstones(since(lambda: make(page=channel, restriction_type=PageViewRestriction.LOGIN)))}
    assert keys == {f"channel:{channel.pk}", f"content:{page.pk}"}


def test_a_profile_concerns_every_site(portal: SiteProfile, gaoping: SiteProfile) -> None:
    assert since(gaoping.save) == {("change", "site:portal"), ("change", "site:gaoping")}


def test_a_changed_picture_may_concern_anything(portal: SiteProfile, make_image: Callable[..., CustomImage]) -> None:
    image = make_image()
    assert since(make_image) == set()
    assert since(image.save) == {("change", "everything")}
    assert read_since(Position()).everything


def test_what_is_rolled_back_leaves_no_fact(page: ArticlePage) -> None:
    def attempt() -> None:
        try:
            with transaction.atomic():
                page.save_revision().publish()
                raise ValueError("undo")
        except ValueError:
            pass

    assert since(attempt) == set()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_numbers_become_visible_in_their_order(make_site: Callable[[str], SiteProfile]) -> None:
    make_site("portal")

    def write() -> None:
        from cms.publishing.record import record_site

        with transaction.atomic():
            record_site("portal", cause="并发")
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = list(Change.objects.filter(cause="并发").values_list("number", flat=True))
    assert len(numbers) == 4 == len(set(numbers))
    assert read_since(Position(min(numbers))).position.number == max(numbers)
