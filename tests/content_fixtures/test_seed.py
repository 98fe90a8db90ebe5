"""Seeding a database, in the tiny size."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from wagtail.models import Page, Revision

from cms.accounts.models import User
from cms.articles.models import ArticlePage
from cms.cluster.models import HomeBlock, SiteProfile
from cms.disclosure.models import DocumentPage
from cms.export.export import export_all
from cms.publishing.models import Change
from cms.publishing.read import latest_number
from cms.records import encode
from content_fixtures.accounts import demo_accounts
from content_fixtures.seed import seed_cluster
from tests.layers import layer

pytestmark = pytest.mark.django_db


@layer
def tiny() -> Path:
    """Seed a cluster and return the folder of its pictures and files."""
    folder = Path(tempfile.mkdtemp(dir=settings.DATA_ROOT))  # it goes when the process ends
    with override_settings(MEDIA_ROOT=folder):
        seed_cluster("tiny")
    return folder


@pytest.fixture
def seeded(tiny: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tiny


def test_nine_sites_with_profiles_homes_and_content(seeded: None) -> None:
    assert SiteProfile.objects.count() == 9
    assert set(HomeBlock.objects.values_list("page__slug", flat=True)) == set(SiteProfile.objects.values_list("key", flat=True))
    assert ArticlePage.objects.count() >= 40
    assert all(DocumentPage.objects.values_list("index_number", flat=True))


def test_the_tree_is_sound(seeded: None) -> None:
    assert not any(Page.find_problems())
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()


def test_every_published_page_is_reported(seeded: None) -> None:
    reported = set(Change.objects.exclude(kind__in=("site", "home")).values_list("object_key", flat=True))
    pages = Page.objects.filter(depth__gt=2)
    assert {key.partition(":")[2] for key in reported} == {str(number) for number in pages.values_list("pk", flat=True)}


def test_seeding_again_changes_nothing(seeded: None) -> None:
    before = (latest_number(), list(Page.objects.order_by("pk").values()), list(User.objects.order_by("pk").values()))
    again = seed_cluster("tiny")
    after = (latest_number(), list(Page.objects.order_by("pk").values()), list(User.objects.order_by("pk").values()))
    assert (again.channels, again.pages, again.accounts) == (0, 0, 0)
    assert before == after and not Revision.objects.exists()


def test_the_accounts_can_log_in_and_see_their_site_only(seeded: None) -> None:
    for account in demo_accounts():
        assert User.objects.get(username=account.username).check_password(account.password)
    gaoping = User.objects.get(username="gaoping")
    portal = SiteProfile.objects.get(key="portal").site.root_page
    assert not portal.permissions_for_user(gaoping).can_edit()


def test_two_fresh_clusters_are_equal_record_for_record(settings: Any, tmp_path: Path) -> None:
    first, second = (export_fresh(settings, tmp_path / name) for name in ("one", "two"))
    assert len(first) > 200
    assert first == second


def export_fresh(settings: Any, folder: Path) -> list[bytes]:
    settings.MEDIA_ROOT = folder
    try:
        with transaction.atomic():
            seed_cluster("tiny")
            records = [encode(record) for record in export_all()]
            raise RolledBackError
    except RolledBackError:
        return records


class RolledBackError(Exception):
    """Takes the cluster back, ids and all, so that the next one starts where this one did."""


def test_the_command_refuses_outside_development(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("seed", "--size", "tiny")
