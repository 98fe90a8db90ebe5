from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page


def test_every_change_of_a_model_has_its_migration(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", check=True, dry_run=True)


def test_block_definitions_stay_out_of_the_migrations() -> None:
    for migration in Path(settings.BASE_DIR, "cms").glob("*/migrations/0*.py"):
        assert "block_lookup" not in migration.read_text(encoding="utf-8"), migration


def test_a_new_cluster_starts_without_wagtails_examples(db: None) -> None:
    assert Page.get_first_root_node().numchild == 0 == Page.objects.filter(depth__gt=1).count()
