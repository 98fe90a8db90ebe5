"""Runs the machine for a number of steps."""

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.edits.checkpoint import Checkpoint
from tests.edits.machine import CmsEdits, Phases

STEPS = 50  # at most, between two starts from the beginning
ENOUGH = 40  # of them on the average, at least: hypothesis ends some early
SOAK = int(os.environ.get("SOAK", "1"))  # so many times as many


def edit_at_random(start: Checkpoint, steps: int) -> None:
    """Edit so often, beginning again now and then. A failure prints the steps that led to it.

    They are the same each time, so that a change is not blamed for what it did not do; a soak tries others.
    """

    class Edits(CmsEdits):
        pass

    Edits.start, Edits.phases, Edits.steps = start, Phases(), 0
    run_state_machine_as_test(Edits, settings=settings(
        max_examples=-(-SOAK * steps // ENOUGH), stateful_step_count=STEPS, deadline=None, derandomize=SOAK == 1, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    ))
    print(f"{Edits.steps} steps, {Edits.phases.updates} updates, {Edits.phases.builds} builds")  # noqa: T201
    assert Edits.steps >= SOAK * steps
    assert Edits.phases.updates > 2 * Edits.phases.builds  # whoever only ever builds proves nothing of following
