"""The random edits of tests/edits on PostgreSQL."""

import pytest

from tests.edits.checkpoint import Checkpoint
from tests.edits.conftest import (
    channel,
    gaoping,
    make_channel,
    make_file,
    make_image,
    make_site,
    organisation,
    portal,
    start,
)
from tests.edits.running import edit_at_random

__all__ = ["channel", "gaoping", "make_channel", "make_file", "make_image", "make_site", "organisation", "portal", "start"]

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_random_edits_leave_the_mirrors_of_a_full_build(start: Checkpoint) -> None:
    edit_at_random(start, 300)
