"""A process of its own that watches folders, and says line by line which paths in them are touched.

A process, because the publisher must stay without threads: it forks to render. It reads lines of JSON, each an object of
the folders to watch by name, and writes lines of JSON: [name, paths], [name, true] when the folder begins to be watched,
[name, text] for people. "/" instead of a path means that anything in the folder may have been touched. It ends when its
input does, so that it never outlives who started it.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from watchfiles import watch

WHOLE = "/"
GROUPED, QUIET = 150, 50  # milliseconds that touched paths are collected for, and that must be quiet before they are told
LOOK = 500  # milliseconds between two looks whether the folder is still the same one
AWAY = 0.5  # seconds between two looks for a folder that is not there
UNWATCHED = 60.0  # seconds after which all of a folder that cannot be watched is told of again

Watch = Callable[..., Iterable[set[tuple[Any, str]]]]
Say = Callable[[str, Any], None]


class Watcher:
    """Watches one folder in a thread, whatever happens to the folder."""

    def __init__(self, name: str, root: Path, say: Say, watching: Watch = watch) -> None:
        self.root = root
        self._name, self._say, self._watch = name, say, watching
        self._stop, self._is_watching = Event(), False
        self._thread = Thread(target=self._run, daemon=True)
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
                    self._say(self._name, [WHOLE])
                missed = is_away = True
                self._stop.wait(AWAY)
                continue
            is_away = False
            try:
                self._follow(folder, missed)
            except (OSError, RuntimeError) as error:  # the library's own errors are RuntimeErrors
                if self._identity() == folder:
                    self._go_without(error)
            self._is_watching, missed = False, True

    def _follow(self, folder: tuple[int, int], missed: bool) -> None:
        """Tell of touched paths until told to stop, or until another folder is in the place of this one."""
        looks = self._watch(
            self.root, watch_filter=None, debounce=GROUPED, step=QUIET, stop_event=self._stop, rust_timeout=LOOK,
            yield_on_timeout=True, raise_interrupt=False,
        )
        for changes in looks:
            if not self._is_watching:
                self._is_watching, self._said = True, ""
                self._say(self._name, True)
                if missed:
                    self._say(self._name, [WHOLE])
            if self._identity() != folder:
                return
            paths = sorted({"/" + os.path.relpath(path, self.root) for _, path in changes} - {"/."})
            if paths:
                self._say(self._name, paths)

    def _go_without(self, error: Exception) -> None:
        words = f"镜像 {self._name} 无法实时监视（{error}），改为每 {UNWATCHED:.0f} 秒全部核对一次。"
        if words != self._said:
            self._say(self._name, words + "请增大 fs.inotify.max_user_watches 和 max_user_instances。")
        self._said = words
        self._say(self._name, [WHOLE])
        self._stop.wait(UNWATCHED)

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.root)
        except OSError:
            return None
        return found.st_dev, found.st_ino


def main() -> None:
    lock = Lock()
    watchers: dict[str, Watcher] = {}

    def say(name: str, what: Any) -> None:
        with lock:
            sys.stdout.write(json.dumps([name, what]) + "\n")
            sys.stdout.flush()

    for line in sys.stdin:
        wanted = {name: Path(root) for name, root in json.loads(line).items()}
        for name in [name for name, each in watchers.items() if wanted.get(name) != each.root]:
            watchers.pop(name).stop()
        for name in wanted.keys() - watchers.keys():
            watchers[name] = Watcher(name, wanted[name], say)
            watchers[name].start()
    os._exit(0)  # nobody listens any more


if __name__ == "__main__":
    main()
