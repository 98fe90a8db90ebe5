"""Ours and the peers: how each is prepared, run as a process of its own, and measured."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parents[2]
PEERS = Path(__file__).resolve().parent / "peers"
MIB = 1024  # ru_maxrss counts in KiB
MARK = "</body>"

State = dict[str, tuple[int, int, int, int]]


class BenchmarkError(Exception):
    """A builder could not run, or what it made cannot be right."""


@dataclass(frozen=True)
class Outcome:
    """A finished command. `peak_mib` is the largest of its processes."""

    seconds: float
    peak_mib: float
    said: dict[str, Any]


@dataclass(frozen=True)
class Tree:
    """What a builder left: `pages` are HTML pages that a reader opens, without fragments."""

    pages: int
    files: int
    bytes: int


def run(command: list[str | Path], environment: dict[str, str], folder: Path = BASE) -> Outcome:
    """Run a command to its end; its last line, when it is JSON, is what it said."""
    # Not through pipes: a command that talks much must not wait for a reader.
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        lines = output.read().splitlines()
        if process.returncode:
            told = "\n".join([*lines[-5:], *errors.read().splitlines()[-15:]])
            raise BenchmarkError(f"命令失败（{process.returncode}）：{' '.join(map(str, command))}\n{told}")
    said = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return Outcome(round(seconds, 3), round(usage.ru_maxrss / MIB, 1), said)


def measure_tree(folder: Path) -> Tree:
    pages = files = size = 0
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue  # where files are staged before they are published
        for parent, _, names in os.walk(path):
            files += len(names)
            size += sum(os.stat(os.path.join(parent, name)).st_size for name in names)
            if "/_fragments" not in parent:
                pages += sum(name.endswith(".html") for name in names)
    return Tree(pages, files, size)


def look_at(folders: list[Path]) -> State:
    """Return what the file system remembers of every file: whoever writes to one cannot leave all of it as it was."""
    found: State = {}
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(parent, name)
                stat = os.stat(path)
                found[path] = (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
    return found


def count_differences(before: State, after: State) -> int:
    return len({path for path, _ in before.items() ^ after.items()})


class Ours:
    """This project in a folder: each of its commands runs as an operator would run it, start-up included."""

    def __init__(self, work: Path, name: str, corpus: Path) -> None:
        self.corpus = corpus
        self.bare, self.data, self.themes = work / "bare", work / name, work / f"{name}-themes"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "SECRET_KEY": secrets.token_hex(32),
            "ALLOWED_HOSTS": "localhost",
            "DATA_ROOT": str(self.data),
            "THEMES_ROOT": str(self.themes),
        }
        for name in ("DATABASE_URL", "ELASTICSEARCH_URL", "PUBLISH_TARGET"):
            self.environment.pop(name, None)

    @property
    def mirrors(self) -> Path:
        return self.data / "mirrors"

    def prepare(self) -> None:
        """Copy the themes, and once for all make the database of nine empty sites that every round begins with."""
        shutil.copytree(BASE / "themes", self.themes)
        if self.bare.exists():
            return
        self.data.mkdir()
        self._manage("migrate", "--verbosity", "0")
        self._cluster("sites")
        shutil.move(self.data, self.bare)

    def start_over(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(self.bare, self.data)

    def import_corpus(self) -> Outcome:
        return self._manage("import_articles", self.corpus)

    def add_children(self, count: int) -> Outcome:
        return self._cluster("add_child", self.corpus, str(count))

    def count_queries(self) -> dict[str, Any]:
        return self._cluster("queries").said

    def build(self) -> Outcome:
        return self._manage("build", "--json")

    def build_full(self) -> dict[str, Any]:
        """Export and compare everything; return what the command said."""
        return self._manage("build", "--full", "--json").said

    def publish_one_by_one(self, count: int) -> dict[str, Any]:
        """Publish articles beside a running publisher; return how long each took to be visible."""
        return run([sys.executable, "-m", "tests.benchmarks.publishing", str(count)], self.environment).said

    def build_index(self) -> Outcome:
        """Build the index of search anew."""
        return self._manage("search_index", "--rebuild")

    def verify(self) -> Outcome:
        return self._manage("verify", "--json")

    def forget(self) -> None:
        """Throw away the mirrors and all that the builder remembers."""
        shutil.rmtree(self.data / "state", ignore_errors=True)
        shutil.rmtree(self.mirrors, ignore_errors=True)

    def touch_themes(self, word: str) -> None:
        """Change every layout, so that every page differs and nothing of the content does."""
        layouts = [path for path in self.themes.glob("*/layouts/*.html") if MARK in path.read_text(encoding="utf-8")]
        if not layouts:
            raise BenchmarkError(f"themes/*/layouts/ 中没有包含 {MARK} 的布局模板")
        for path in layouts:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(MARK, f"<p>{word}</p>\n{MARK}"), encoding="utf-8")

    def change_footers(self, word: str) -> None:
        self._cluster("footer", word)

    def look(self) -> State:
        return look_at([self.mirrors, self.data / "state"])

    def write_again(self) -> Outcome:
        """Write the same files with nothing rendered."""
        target = self.data / "written"
        outcome = run(
            [sys.executable, "-m", "tests.benchmarks.write_only", self.mirrors, target], self.environment
        )
        shutil.rmtree(target)
        return outcome

    def _manage(self, *arguments: str | Path) -> Outcome:
        return run([sys.executable, "manage.py", *arguments], self.environment)

    def _cluster(self, *arguments: str | Path) -> Outcome:
        return run([sys.executable, "-m", "tests.benchmarks.cluster", *arguments], self.environment)


class Peer:
    """Another builder, in a virtual environment of its own that is made on first use."""

    def __init__(self, name: str, work: Path, corpus: Path) -> None:
        self.name, self.corpus, self.work = name, corpus, work / name
        self._script = PEERS / name / "build.py"
        self._environment = {
            key: value for key, value in os.environ.items() if key not in {"DJANGO_SETTINGS_MODULE", "PYTHONPATH"}
        }

    def prepare(self) -> None:
        self._install()
        run([self._python, self._script, "prepare", self.corpus, self.work], self._environment)

    def build(self) -> Outcome:
        """Build from nothing; the seconds are those that the peer's script measured around the build alone."""
        outcome = run([self._python, self._script, "build", self.work], self._environment)
        return Outcome(outcome.said["seconds"], outcome.peak_mib, outcome.said)

    @property
    def _folder(self) -> Path:
        return BASE / "var" / "bench" / f"venv-{self.name}"

    @property
    def _python(self) -> Path:
        return self._folder / "bin" / "python"

    def _install(self) -> None:
        wanted = PEERS / self.name / "requirements.txt"
        installed = self._folder / "requirements.txt"
        if installed.is_file() and installed.read_bytes() == wanted.read_bytes():
            return
        sys.stderr.write(f"安装对照工具 {self.name} ……\n")
        venv.create(self._folder, with_pip=True, clear=True)
        run([self._python, "-m", "pip", "install", "--quiet", "-r", wanted], self._environment)
        shutil.copy(wanted, installed)
