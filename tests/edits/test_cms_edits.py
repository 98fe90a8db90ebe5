"""Whatever editors do in the CMS, its publisher leaves the same bytes as a full build, and then has nothing more to do."""

import pytest

from tests.edits.checkpoint import Checkpoint
from tests.edits.running import edit_at_random

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_random_edits_leave_the_mirrors_of_a_full_build(start: Checkpoint) -> None:
    edit_at_random(start, 900)
