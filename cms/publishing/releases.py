"""What the publisher tells staff: what it works on, and what became of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from cms.publishing.models import Failure, Outcome, Release, SiteState, Stage


class Broken(NamedTuple):
    """A file that could not be made."""

    path: str
    page: int | None
    cause: str


class Attempt(NamedTuple):
    """What became of one site: `outcome` is an `Outcome`; `message` says why it was not published; `root` is the sha256 of
    the root of its manifest in hex."""

    site: str
    change: int
    outcome: Any
    message: str = ""
    rendered: int = 0
    written: int = 0
    deleted: int = 0
    bytes: int = 0
    broken: tuple[Broken, ...] = ()
    root: str = ""


MOST_BROKEN = 200  # a broken template fails thousands of pages, all with the same words


def note_begin(changes: Mapping[str, int]) -> None:
    """Note that sites are being brought up to a change each."""
    for site, change in changes.items():
        SiteState.objects.update_or_create(pk=site, defaults={"stage": Stage.BUILDING, "taken": change})


@transaction.atomic
def note_attempts(attempts: Iterable[Attempt], started: datetime) -> None:
    """Note what became of sites, and write down those for which something was done or that failed anew."""
    now = timezone.now()
    for attempt in attempts:
        state, _ = SiteState.objects.get_or_create(pk=attempt.site)
        state.stage = Stage.IDLE
        if attempt.outcome == Outcome.LIVE:
            if attempt.change != state.change or state.live_since is None:
                state.change, state.live_since = attempt.change, now
            state.root = attempt.root
            if attempt.written or attempt.deleted:
                _write_down(attempt, started, now)
        elif not _is_known(attempt):
            _write_down(attempt, started, now)
        state.save(update_fields=["stage", "change", "root", "live_since"])


def _write_down(attempt: Attempt, started: datetime, finished: datetime) -> None:
    release = Release.objects.create(
        site=attempt.site, change=attempt.change, outcome=attempt.outcome, message=attempt.message, started=started,
        finished=finished, rendered=attempt.rendered, written=attempt.written, deleted=attempt.deleted, bytes=attempt.bytes,
    )
    Failure.objects.bulk_create(
        Failure(release=release, path=each.path[:300], page=each.page, cause=each.cause) for each in attempt.broken[:MOST_BROKEN]
    )


def _is_known(attempt: Attempt) -> bool:
    """Return whether the newest release of the site failed for the same change and reason: it is tried again and again."""
    newest = Release.objects.filter(site=attempt.site).first()
    same = (attempt.change, attempt.outcome, attempt.message)
    return newest is not None and (newest.change, newest.outcome, newest.message) == same
