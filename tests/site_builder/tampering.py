"""What somebody who can write into a mirror may do to it, chosen at random."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

EVIL = b"<p>somebody else's words</p>"


@dataclass
class Tamperer:
    """Alters a mirror in random ways; each way returns the paths that are wrong afterwards.

    `old` is the same mirror at an earlier release, and `outside` a place that is none of the mirror's.
    """

    mirror: Path
    old: Path
    outside: Path
    random: Random

    def tamper(self, taken: set[str]) -> set[str]:
        """Do one thing to files that are not `taken` yet; return what it made wrong."""
        files = [path for path in self.files() if path not in taken]
        while True:
            way: Callable[[list[str]], set[str]] = self.random.choice(self.WAYS).__get__(self)
            wrong = way(files)
            if wrong:
                return wrong

    def files(self) -> list[str]:
        """Return the plain files there are, in the order of their names, each once: neither links nor what is behind them."""
        found = []
        for folder, _, names in os.walk(self.mirror):
            for name in names:
                file = Path(folder, name)
                if not file.is_symlink():
                    found.append("/" + file.relative_to(self.mirror).as_posix())
        return sorted(found)

    def at(self, path: str) -> Path:
        return self.mirror / path.lstrip("/")

    def flip_a_bit(self, files: list[str]) -> set[str]:
        path = self.random.choice(files)
        data = bytearray(self.at(path).read_bytes())
        if not data:
            return set()
        data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
        self.at(path).write_bytes(bytes(data))
        return {path}

    def truncate(self, files: list[str]) -> set[str]:
        path = self.random.choice(files)
        size = self.at(path).stat().st_size
        if not size:
            return set()
        os.truncate(self.at(path), self.random.randrange(size))
        return {path}

    def append(self, files: list[str]) -> set[str]:
        path = self.random.choice(files)
        with self.at(path).open("ab") as file:
            file.write(EVIL)
        return {path}

    def delete(self, files: list[str]) -> set[str]:
        path = self.random.choice(files)
        self.at(path).unlink()
        return {path}

    def add(self, files: list[str]) -> set[str]:
        name = f"{self.random.randrange(10**9)}"
        folder = self.random.choice(files).rpartition("/")[0]
        path = f"{folder}/{self.random.choice(['', '.', 'new/', '深/'])}{name}{self.random.choice(['.html', '.php', '', '.json'])}"
        self.at(path).parent.mkdir(exist_ok=True)
        self.at(path).write_bytes(self.random.choice([EVIL, b""]))
        return {path}

    def swap(self, files: list[str]) -> set[str]:
        one, other = self.random.sample(files, 2)
        first, second = self.at(one).read_bytes(), self.at(other).read_bytes()
        if first == second:
            return set()
        self.at(one).write_bytes(second)
        self.at(other).write_bytes(first)
        return {one, other}

    def put_old_back(self, files: list[str]) -> set[str]:
        path = self.random.choice(files)
        old = self.old / path.lstrip("/")
        if not old.is_file() or old.read_bytes() == self.at(path).read_bytes():
            return set()
        shutil.copyfile(old, self.at(path))
        return {path}

    def link_elsewhere(self, files: list[str]) -> set[str]:
        """Put a link in the place of a file; half of the time what it points at has the same bytes."""
        path = self.random.choice(files)
        target = self.outside / f"{self.random.randrange(10**9)}"
        target.write_bytes(self.random.choice([EVIL, self.at(path).read_bytes()]))
        self.at(path).unlink()
        self.at(path).symlink_to(target)
        return {path}

    def put_a_folder(self, files: list[str]) -> set[str]:
        """Put a folder with a file in the place of a file."""
        path = self.random.choice(files)
        self.at(path).unlink()
        self.at(path).mkdir()
        (self.at(path) / "inside.html").write_bytes(EVIL)
        return {path, f"{path}/inside.html"}

    WAYS = (flip_a_bit, truncate, append, delete, add, swap, put_old_back, link_elsewhere, put_a_folder)
