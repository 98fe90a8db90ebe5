"""Publishers share the sites; a dead one holds none, whatever the time of day says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.publishing.leases import PATIENCE, Leases, beat, enlist, resign
from cms.publishing.models import Publisher, SiteState

pytestmark = pytest.mark.django_db
SITES = ("gaoping", "portal", "talent", "tourism")


class Clock:
    """A steady clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def publisher(name: str, clock: Clock) -> Leases:
    enlist(name, f"host-{name}")
    return Leases(name, clock)


def test_who_is_alone_holds_everything() -> None:
    one = publisher("one", Clock())
    assert one.share(SITES) == set(SITES)
    assert one.share(SITES) == set(SITES)


def test_two_share_and_neither_holds_what_the_other_holds() -> None:
    clock = Clock()
    one = publisher("one", clock)
    one.share(SITES)
    two = publisher("two", clock)
    assert two.share(SITES) == set()  # nothing is free yet
    first = one.share(SITES)
    second = two.share(SITES)
    assert len(first) == len(second) == 2 and first | second == set(SITES)
    assert (one.share(SITES), two.share(SITES)) == (first, second)


def test_the_sites_of_a_dead_one_are_taken_after_a_while() -> None:
    clock = Clock()
    one = publisher("one", clock)
    assert one.share(SITES) == set(SITES)
    two = publisher("two", clock)
    two.share(SITES)
    clock.now += PATIENCE - 1
    assert two.share(SITES) == set()
    clock.now += 1
    assert two.share(SITES) == set(SITES)


def test_one_that_beats_is_alive_however_long_it_is_busy() -> None:
    clock = Clock()
    one = publisher("one", clock)
    one.share(SITES)
    two = publisher("two", clock)
    for _ in range(5):
        assert two.share(SITES) == set()
        clock.now += PATIENCE - 1
        beat("one")


@pytest.mark.parametrize("hours", [-5, 5])
def test_the_time_of_day_decides_nothing(hours: int) -> None:
    clock = Clock()
    one = publisher("one", clock)
    one.share(SITES)
    two = publisher("two", clock)
    two.share(SITES)
    Publisher.objects.filter(pk="one").update(seen=timezone.now() + timedelta(hours=hours))
    assert two.share(SITES) == set()
    clock.now += PATIENCE
    assert two.share(SITES) == set(SITES)


def test_a_process_that_takes_up_the_state_of_a_dead_one_goes_on_at_once() -> None:
    clock = Clock()
    publisher("one", clock).share(SITES)
    assert publisher("one", clock).share(SITES) == set(SITES)


def test_one_that_was_thought_dead_finds_its_sites_taken() -> None:
    clock = Clock()
    one = publisher("one", clock)
    one.share(SITES)
    two = publisher("two", clock)
    two.share(SITES)
    clock.now += PATIENCE
    assert two.share(SITES) == set(SITES)
    beat("one")
    beat("two")
    assert one.share(SITES) == set()
    assert SiteState.objects.get(pk="portal").term == 2


def test_one_that_ends_gives_its_sites_back_at_once() -> None:
    clock = Clock()
    publisher("one", clock).share(SITES)
    resign("one")
    assert publisher("two", clock).share(SITES) == set(SITES)
