"""Who is changing a site's objects: a small object beside them that is only ever replaced by whoever knows it.

A publisher claims a site before it changes anything and releases it when the new root of the manifest is in place. A claim that
was not released tells that somebody may have stopped half-way; whoever comes next must then look at what is there. It is
renewed while objects are put; one that has not been for a minute, by the store's own clock, belongs to nobody any more.
"""

import os
import time
from email.utils import parsedate_to_datetime
from secrets import token_hex
from threading import Lock
from typing import NamedTuple

import msgspec

from site_builder.errors import RaceLost
from site_builder.targets.s3_bucket import Bucket

LEASE = 60.0  # seconds after which a claim that was not renewed is nobody's; more than one request can take
RENEWAL = 15.0
HEADERS = {"content-type": "application/json", "cache-control": "no-store"}


class Note(msgspec.Struct, frozen=True):
    """What a claim says. `token` makes each one different; `pointer` is the ETag of the root that the plan began with, None: unknown."""

    owner: str
    process: int
    held: bool
    plan: str = ""
    pointer: str | None = None
    token: str = msgspec.field(default_factory=lambda: token_hex(8))


class State(NamedTuple):
    """A claim as it was found: its ETag, what it says, and its age in seconds."""

    etag: str
    note: Note
    age: float = 0.0


class Taken(NamedTuple):
    """The ETag of the root that the claimed plan begins with, and whether it was begun before."""

    pointer: str | None
    begun: bool


FREE = State("", Note("", 0, False))


class Claim:
    """The claim of one site, seen from one publisher."""

    def __init__(self, bucket: Bucket, key: str, owner: str, *, lease: float = LEASE, renewal: float = RENEWAL) -> None:
        self._bucket, self._key, self._owner = bucket, key, owner
        self._lease, self._renewal = lease, renewal
        self._known: State | None = None
        self._scanned = ""
        self._renewed = 0.0
        self._lock = Lock()

    def left_unfinished(self) -> bool:
        """Return whether a plan was begun and not ended, and nobody is at it any more."""
        state = self._look()
        return state.note.held and not self._is_alive(state)

    def note_scan(self) -> None:
        """Remember that everything is read from now on, so that what somebody left unfinished will be known."""
        state = self._look()
        self._scanned = "" if self._is_alive(state) else state.etag

    def take(self, plan: str, pointer: str | None) -> Taken:
        """Claim the site for a plan that begins with a root. Raises RaceLost when somebody else is at work, or was and did not end."""
        for _ in range(3):
            state = self._look()
            if state.note.held:
                self._check(state, plan)
            begun = state.note.held and self._is_ours(state.note) and state.note.plan == plan
            note = Note(self._owner, os.getpid(), True, plan, state.note.pointer if begun else pointer)
            if self._swap(state.etag, note):
                return Taken(note.pointer, begun)
        raise RaceLost("另一个发布者抢先开始更新这个站点")

    def keep(self) -> None:
        """Renew the claim when it is time. Raises RaceLost when somebody took over."""
        if time.monotonic() - self._renewed < self._renewal:
            return
        with self._lock:
            if time.monotonic() - self._renewed >= self._renewal:
                self._replace(held=True)

    def release(self) -> None:
        """Say that the plan is done, or was never begun."""
        self._replace(held=False)

    def _replace(self, *, held: bool) -> None:
        known = self._known or FREE
        note = msgspec.structs.replace(known.note, held=held, token=token_hex(8))
        if not known.etag or not self._swap(known.etag, note):
            raise RaceLost("更新中断得太久，另一个发布者已经接手这个站点")

    def _swap(self, etag: str, note: Note) -> bool:
        now = time.monotonic()
        new = self._bucket.swap(self._key, msgspec.json.encode(note), HEADERS, etag)
        self._known = State(new, note) if new else None
        self._renewed = now
        return new is not None

    def _look(self) -> State:
        """Return the claim: as it was left, if it was free then; otherwise as it is now."""
        if self._known is None or self._known.note.held:
            self._known = self._read()
        return self._known

    def _read(self) -> State:
        answer = self._bucket.request("GET", self._key)
        if answer.status == 404:
            return FREE
        times = [parsedate_to_datetime(answer.headers[name]) for name in ("date", "last-modified")]
        note = msgspec.json.decode(answer.body, type=Note)
        return State(answer.headers["etag"], note, (times[0] - times[1]).total_seconds())

    def _check(self, state: State, plan: str) -> None:
        if self._is_alive(state):
            raise RaceLost(f"另一个发布者正在更新这个站点（{state.note.owner}）")
        if not (self._is_ours(state.note) and state.note.plan == plan) and state.etag != self._scanned:
            raise RaceLost("上一次更新没有完成，要先重新读取镜像")

    def _is_alive(self, state: State) -> bool:
        return state.note.held and not self._is_ours(state.note) and state.age < self._lease

    def _is_ours(self, note: Note) -> bool:
        """Return whether a claim was made by this process, or one before it that held the same state folder."""
        return note.owner == self._owner and (note.process == os.getpid() or not os.path.exists(f"/proc/{note.process}"))
