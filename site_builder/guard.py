"""Watches the folders of mirrors, so that what somebody else does there is noticed at once.

The file system tells a thread for each mirror of every path that is touched, the builder's own work included. Between
two builds the publisher takes these paths and compares just them with what belongs there (`check`): the builder's own
files are as they should be, and no difference.

What the watch cannot promise, it says: where the machine has no watches left, and after a mirror's folder was replaced
or taken away, the whole mirror ("/") is suspect.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from threading import Event, Lock, Thread
from typing import Any, Protocol

from watchfiles import watch

from site_builder.manifest import NOT_OF_A_BUILD
from site_builder.store import Made, Store
from site_builder.targets.hashing import hash_file
from site_builder.verifier.differences import Difference, Kind
from site_builder.verifier.places import walk

WHOLE = "/"  # instead of a path: everything
GROUPED, QUIET = 150, 50  # milliseconds that touched paths are collected for, and that must be quiet before they are told
LOOK = 500  # milliseconds between two looks whether the folder is still the same one
AWAY = 0.5  # seconds between two looks for a folder that is not there
UNWATCHED = 60.0  # seconds after which a mirror that cannot be watched is suspect again
UNREADABLE = "\ufffd"  # in the place of bytes of a file's name that are no text

Watch = Callable[..., Iterable[set[tuple[Any, str]]]]


class Guard:
    """Collects by site the paths that somebody touched."""

    def __init__(self, wake: Callable[[], None], tell: Callable[[str], None], *, watching: Watch = watch) -> None:
        """`wake` is called when there is something to take, `tell` when there is something that people should know."""
        self._wake, self._tell, self._watching = wake, tell, watching
        self._suspects: dict[str, set[str]] = {}
        self._lock = Lock()
        self._watchers: dict[str, _Watcher] = {}

    def follow(self, mirrors: Mapping[str, Path]) -> None:
        """Watch these mirrors and no others from now on; those that were watched already are not watched anew."""
        for site in [site for site, each in self._watchers.items() if mirrors.get(site) != each.root]:
            self._watchers.pop(site).stop()
            with self._lock:
                self._suspects.pop(site, None)
        for site, root in mirrors.items():
            if site not in self._watchers:
                self._watchers[site] = _Watcher(site, root, self.suspect, self._tell, self._watching)
                self._watchers[site].start()

    def take(self) -> dict[str, set[str]]:
        """Return what was touched since the last time, by site."""
        with self._lock:
            found, self._suspects = self._suspects, {}
        return found

    def suspect(self, site: str, paths: Iterable[str]) -> None:
        """Have paths taken, or taken once more because they could not be restored."""
        with self._lock:
            self._suspects.setdefault(site, set()).update(paths)
        self._wake()

    def wait_until_watching(self, timeout: float) -> bool:
        """Wait until every mirror is watched; return whether it is."""
        return all(each.watching.wait(timeout) for each in self._watchers.values())

    def stop(self) -> None:
        self.follow({})


class _Watcher:
    """Watches one mirror in a thread, whatever happens to its folder."""

    def __init__(
        self, site: str, root: Path, suspect: Callable[[str, Iterable[str]], None], tell: Callable[[str], None], watching: Watch
    ) -> None:
        self.root, self.watching = root, Event()
        self._site, self._suspect, self._tell, self._watch = site, suspect, tell, watching
        self._stop = Event()
        self._thread = Thread(target=self._run, name=f"guard-{site}", daemon=True)
        self._said = ""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        missed = is_away = False  # missed: something may have happened that nobody was told of
        while not self._stop.is_set():
            folder = self._identity()
            if folder is None:
                if not is_away:
                    self._suspect(self._site, [WHOLE])
                missed = is_away = True
                self._stop.wait(AWAY)
                continue
            is_away = False
            try:
                self._follow(folder, missed)
            except (OSError, RuntimeError) as error:  # the library's own errors are RuntimeErrors
                if self._identity() == folder:
                    self._go_without(error)
            self.watching.clear()
            missed = True

    def _follow(self, folder: tuple[int, int], missed: bool) -> None:
        """Tell of touched paths until told to stop, or until another folder is in the place of this one."""
        looks = self._watch(
            self.root, watch_filter=None, debounce=GROUPED, step=QUIET, stop_event=self._stop, rust_timeout=LOOK,
            yield_on_timeout=True, raise_interrupt=False,
        )
        for changes in looks:
            if not self.watching.is_set():
                self.watching.set()
                self._said = ""
                if missed:
                    self._suspect(self._site, [WHOLE])
            if self._identity() != folder:
                return
            paths = {"/" + os.path.relpath(path, self.root) for _, path in changes}
            if paths - {"/."}:
                self._suspect(self._site, paths - {"/."})

    def _go_without(self, error: Exception) -> None:
        words = f"站点 {self._site} 的镜像无法实时监视（{error}），改为每 {UNWATCHED:.0f} 秒全部核对一次。"
        if words != self._said:
            self._tell(words + "请增大 fs.inotify.max_user_watches 和 max_user_instances。")
        self._said = words
        self._suspect(self._site, [WHOLE])
        self._stop.wait(UNWATCHED)

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.root)
        except OSError:
            return None
        return found.st_dev, found.st_ino


class Expected(Protocol):
    """What belongs on the mirror of a site."""

    def digest(self, path: str) -> str:
        """Return the sha256 of a file in hex, empty when there should be none."""

    def below(self, folder: str) -> Iterable[str]:
        """Return every path below a folder; its name ends with a slash."""


class Remembered:
    """What belongs on a mirror, as the builder's store remembers it at this moment."""

    def __init__(self, store: Store, site: str) -> None:
        self._store, self._site = store, site

    def digest(self, path: str) -> str:
        made = self._store.output(self._site, path)
        return made.sha256.hex() if made else ""

    def below(self, folder: str) -> Iterable[str]:
        return [path for path in self._all if path.startswith(folder)]

    @cached_property
    def _all(self) -> Mapping[str, Made]:
        return self._store.outputs(self._site)


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
