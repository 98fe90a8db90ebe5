"""What many tests begin with, made once for all those that stand side by side and want it.

Django makes so what the tests of a class begin with (`setUpTestData`). Here any tests share it: a layer is a transaction around
those of the tests, in which one thing was made. It stays while tests come that want it, and is rolled back before one that
does not: no test finds what it did not ask for, nor what another did to it. Each test has copies of the objects of its own.
"""

import copy
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from tests.conftest import leaves_an_empty_database

MAKERS: dict[str, Callable[..., Any]] = {}
FIXTURES: dict[str, Any] = {}


def layer(make: Callable[..., Any]) -> Any:
    """Return the fixture of what a function makes in the database; its parameters are other layers."""
    name = make.__name__
    assert name not in MAKERS, f"two layers are called {name}"
    MAKERS[name] = make

    def get(db: None, made: dict[str, Any]) -> Any:
        for needed in below([name]):  # what a test asked for in the middle of its way, or is to see committed
            if needed not in made:
                made[needed] = made_of(needed, made)
        return made[name]

    FIXTURES[name] = get
    return pytest.fixture(name=name)(get)


def below(names: list[str]) -> list[str]:
    """Return the layers of some names in the order in which they are made."""
    found: dict[str, None] = {}
    for name in names:
        found |= dict.fromkeys([*below(list(inspect.signature(MAKERS[name]).parameters)), name])
    return list(found)


def made_of(name: str, made: dict[str, Any]) -> Any:
    return MAKERS[name](**{needed: made[needed] for needed in inspect.signature(MAKERS[name]).parameters})


@dataclass(frozen=True)
class Layer:
    """A transaction that is open, and all that was made in it and around it."""

    name: str
    around: transaction.Atomic
    made: dict[str, Any]


class Layers:
    """The layers in which the next test runs, the outermost first."""

    def __init__(self) -> None:
        self._open: list[Layer] = []

    def become(self, names: list[str]) -> None:
        """Leave those that are not wanted, with all that is inside them, and make those that are missing."""
        while [each.name for each in self._open] != names[:len(self._open)]:
            self._leave()
        for name in names[len(self._open):]:
            self._enter(name)
        Site.clear_site_root_paths_cache()  # as the making of a site does, in whose place this is

    def made(self) -> dict[str, Any]:
        """Return copies, which know each other as what was made does."""
        return copy.deepcopy(self._open[-1].made) if self._open else {}

    def _enter(self, name: str) -> None:
        made = self.made()
        around = transaction.atomic()
        around.__enter__()
        made[name] = made_of(name, made)
        self._open.append(Layer(name, around, made))

    def _leave(self) -> None:
        transaction.set_rollback(True)
        self._open.pop().around.__exit__(None, None, None)


@pytest.fixture(scope="session")
def layers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Layers]:
    found = Layers()
    yield found
    with django_db_blocker.unblock():
        found.become([])


@pytest.fixture
def made(layers: Layers) -> dict[str, Any]:
    return layers.made()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Have the layers ready that a test wants, before pytest-django begins the transaction of the test."""
    if fixturedef.argname == "_django_db_helper":
        blocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock():
            request.getfixturevalue("layers").become(wanted(request))


def wanted(request: pytest.FixtureRequest) -> list[str]:
    """Return the layers that a test names, itself or through fixtures; none if it commits, since it empties the database."""
    if leaves_an_empty_database(request.node):
        return []
    meant = request.node._fixtureinfo.name2fixturedefs  # a file may call something of its own by the same name
    return below([name for name in request.fixturenames if name in FIXTURES and meant[name][-1].func is FIXTURES[name]])
