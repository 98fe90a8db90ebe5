"""Watches the folders of mirrors, so that what somebody else does there is noticed at once.

The file system tells a process of its own (`watching.py`) of every path that is touched, the builder's own work included.
Between two builds the publisher takes these paths and compares just them with what belongs there (`check`): the
builder's own files are as they should be, and no difference.

What the watch cannot promise, it says: where the machine has no watches left, and after a mirror's folder was replaced
or taken away, the whole mirror ("/") is suspect.
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Protocol

from site_builder.manifest import NOT_OF_A_BUILD
from site_builder.targets.hashing import hash_file
from site_builder.verifier.differences import Difference, Kind
from site_builder.verifier.places import walk

WHOLE = "/"  # instead of a path: everything
PROGRAM = Path(__file__).with_name("watching.py")
RESTART = 5.0  # seconds between two starts of a process that ends by itself
UNREADABLE = "\ufffd"  # in the place of bytes of a file's name that are no text


class Guard:
    """Collects by site the paths that somebody touched. Whoever takes them must do so now and then: nothing runs here."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        """`tell` is called when there is something that people should know."""
        self._tell = tell
        self._mirrors: dict[str, Path] = {}
        self._watched: set[str] = set()
        self._suspects: dict[str, set[str]] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._rest = b""

    def follow(self, mirrors: Mapping[str, Path]) -> None:
        """Watch these mirrors and no others from now on; those that were watched already are not watched anew."""
        if mirrors == self._mirrors:
            return
        self._watched = {site for site in self._watched if mirrors.get(site) == self._mirrors.get(site)}
        self._mirrors = dict(mirrors)
        self._send()

    def take(self) -> dict[str, set[str]]:
        """Return what was touched since the last time, by site."""
        self._listen()
        found, self._suspects = self._suspects, {}
        return {site: paths for site, paths in found.items() if site in self._mirrors}

    def suspect(self, site: str, paths: Iterable[str]) -> None:
        """Have paths taken, or taken once more because they could not be restored."""
        self._suspects.setdefault(site, set()).update(paths)

    def wait(self, timeout: float) -> bool:
        """Wait until there may be something to take; return whether that is so."""
        if self._suspects or self._process is None or self._process.stdout is None:
            return bool(self._suspects)
        return bool(select.select([self._process.stdout], [], [], timeout)[0])

    def wait_until_watching(self, timeout: float) -> bool:
        """Wait until every mirror is watched; return whether it is."""
        end = time.monotonic() + timeout
        while self._watched != set(self._mirrors):
            left = end - time.monotonic()
            if left <= 0 or self._process is None or self._process.stdout is None:
                return False
            select.select([self._process.stdout], [], [], left)
            self._listen()
        return True

    def stop(self) -> None:
        self._mirrors = {}
        if self._process is not None:
            process, self._process = self._process, None
            process.communicate()

    def _send(self) -> None:
        if self._process is None:
            self._start()
        if self._process is None or self._process.stdin is None:
            return
        try:
            self._process.stdin.write(json.dumps({site: str(root) for site, root in self._mirrors.items()}).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended, which is noticed where it is listened to

    def _start(self) -> None:
        if not self._mirrors or time.monotonic() < self._started + RESTART:
            return
        self._started, self._rest = time.monotonic(), b""
        # Not with this folder in its path: our modules have names that others have too.
        self._process = subprocess.Popen(
            [sys.executable, "-P", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        if self._process.stdout is not None:
            os.set_blocking(self._process.stdout.fileno(), False)

    def _listen(self) -> None:
        if self._process is None:
            self._send()
        if self._process is None or self._process.stdout is None:
            return
        said = self._rest
        while data := self._process.stdout.read():
            said += data
        *lines, self._rest = said.split(b"\n")
        for line in lines:
            self._hear(*json.loads(line))
        if self._process.poll() is not None:
            self._tell("监视镜像的进程意外结束，将重新启动，并核对全部镜像。")
            self._process.communicate()
            self._process, self._watched = None, set()
            for site in self._mirrors:
                self.suspect(site, [WHOLE])

    def _hear(self, site: str, what: bool | str | list[str]) -> None:
        if isinstance(what, str):
            self._tell(what)
        elif isinstance(what, list):
            self.suspect(site, what)
        elif site in self._mirrors:
            self._watched.add(site)


class Expected(Protocol):
    """What belongs on the mirror of a site."""

    def digest(self, path: str) -> str:
        """Return the sha256 of a file in hex, empty when there should be none."""

    def below(self, folder: str) -> Iterable[str]:
        """Return every path below a folder; its name ends with a slash."""


def check(site: str, root: Path, paths: Iterable[str], expected: Expected) -> list[Difference]:
    """Return which of some paths on a mirror, folders with all that is in them, are not as they should be."""
    suspects: set[str] = set()
    for path in paths:
        suspects.update(_files_at(root, path, expected))
    found = (_compare(site, root, path, expected.digest(path)) for path in sorted(suspects - NOT_OF_A_BUILD))
    return [difference for difference in found if difference is not None]


def _files_at(root: Path, path: str, expected: Expected) -> Iterator[str]:
    if UNREADABLE in path:
        path = path[:path.index(UNREADABLE)].rpartition("/")[0] or WHOLE
    folder = path.rstrip("/") + "/"
    mode = _mode(f"{root}{path}")
    if S_ISDIR(mode):
        yield from (f"/{found}" for found, _ in walk(root, folder.lstrip("/")))
    # Folders have no dot in their names; to ask for all below a name that was a file's would read the whole manifest.
    if S_ISDIR(mode) or "." not in path.rpartition("/")[2]:
        yield from expected.below(folder)
    if path != WHOLE:
        yield path


def _compare(site: str, root: Path, path: str, digest: str) -> Difference | None:
    mode = _mode(f"{root}{path}")
    if not mode or S_ISDIR(mode):
        return Difference(site, path, Kind.DELETED, digest) if digest else None
    if not S_ISREG(mode):
        return Difference(site, path, Kind.NOT_A_FILE, digest)
    try:
        found = hash_file(f"{root}{path}")[0].hex()
    except OSError:
        found = ""
    if found == digest:
        return None
    return Difference(site, path, Kind.CHANGED if digest else Kind.ADDED, digest, found)


def _mode(path: str) -> int:
    """Return the mode of what is at a place, 0 if nothing is."""
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0
