"""Those who show elsewhere what is on the mirrors, told by whoever publishes: search is one.

The settings name them (`PUBLICATION_FOLLOWERS`), because builder and search do not know each other. What is withdrawn
leaves them before a mirror is touched, what is new comes to them when it is live. Whatever happens to a follower is
written down for staff and tried again; a mirror never waits for it.
"""

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.publishing.models import FollowerState

PAUSE_AFTER_ERROR = 5.0  # seconds

Tell = Callable[[str], None]
logger = logging.getLogger(__name__)


class FollowerError(Exception):
    """A follower cannot go on now, and will be asked again; the words say why, in Chinese."""


class Follower(ABC):
    """Somebody who follows the mirrors. It remembers itself how far it is; every method may raise FollowerError.

    A patient one does all there is to do before it returns; the others do a little at a time, because mirrors wait meanwhile.
    """

    name: ClassVar[str]
    label: ClassVar[str]

    def __init__(self, *, patient: bool) -> None:
        self.patient = patient

    @abstractmethod
    def withdraw(self) -> None:
        """Take out what is not published any more."""

    @abstractmethod
    def follow(self) -> bool:
        """Take in what is live by now; return whether there is more to do at once."""

    def close(self) -> None:  # noqa: B027 - most hold nothing
        """Let go of what is held."""


class Followers:
    """All followers that the settings name. Its methods never raise; `tell` hears what goes wrong, once."""

    def __init__(self, tell: Tell, *, patient: bool) -> None:
        self._tell = tell
        self._followers: list[Follower] = [import_string(name)(patient=patient) for name in settings.PUBLICATION_FOLLOWERS]
        self._later: dict[str, float] = {}  # by name, until when it is left alone after a failure
        self._problems: dict[str, str] = {}

    def withdraw(self) -> None:
        """Let all take out what is not published any more."""
        for follower in self._followers:
            self._try(follower, follower.withdraw)

    def follow(self) -> bool:
        """Let all take in what is live; return whether one of them has more to do at once."""
        more = [self._try(follower, follower.follow) for follower in self._followers]
        return any(more)

    def problems(self) -> dict[str, str]:
        """Return what stands in the way, by the label of the follower."""
        labels = {follower.name: follower.label for follower in self._followers}
        return {labels[name]: problem for name, problem in self._problems.items() if problem}

    def close(self) -> None:
        for follower in self._followers:
            follower.close()

    def _try(self, follower: Follower, step: Callable[[], bool | None]) -> bool:
        if time.monotonic() < self._later.get(follower.name, 0.0):
            return False
        problem, more = "", False
        try:
            more = bool(step())
        except (FollowerError, DatabaseError, OSError) as error:
            problem = str(error)
        except Exception as error:
            # A mistake in a follower must not keep the mirrors from being published.
            logger.exception("follower %s failed", follower.name)
            problem = f"内部错误（{type(error).__name__}），详情见日志"
        if problem:
            self._later[follower.name] = time.monotonic() + PAUSE_AFTER_ERROR
        if problem != self._problems.get(follower.name):
            self._note(follower, problem)
        return more

    def _note(self, follower: Follower, problem: str) -> None:
        if problem:
            self._tell(f"{follower.label}没有更新：{problem}。发布照常进行，稍后重试。")
        elif self._problems.get(follower.name):
            self._tell(f"{follower.label}已恢复更新。")
        try:
            note_state(follower.name, follower.label, problem)
        except DatabaseError as error:
            self._tell(f"{follower.label}的状态未能登记：{error}")
        else:
            self._problems[follower.name] = problem


@contextmanager
def told(tell: Tell) -> Iterator[Followers]:
    """Give all followers to a command, which waits for them."""
    followers = Followers(tell, patient=True)
    try:
        yield followers
    finally:
        followers.close()


@transaction.atomic
def note_state(name: str, label: str, problem: str) -> None:
    """Write down for staff how a follower stands, unless they know."""
    known = FollowerState.objects.filter(pk=name).first()
    if known is None or known.problem != problem:
        FollowerState.objects.update_or_create(
            pk=name, defaults={"label": label, "problem": problem, "since": timezone.now()}
        )
