"""Backups in a folder: another disk, or a share of another machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.places import Place

CHUNK = 1 << 20
UNFINISHED = ".new"  # the ending of a file that is being written


class FolderPlace(Place):
    """Writes beside the place and renames, after the bytes have reached the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.address = str(root)

    def names(self, prefix: str = "") -> dict[str, int]:
        # Objects are many: only what the prefix names is looked through.
        folder, _, begin = prefix.rpartition("/")
        found = {}
        with self._errors():
            for entry in (self.root / folder).glob(f"{begin}*"):
                for file in entry.rglob("*") if entry.is_dir() else [entry]:
                    if file.is_file() and file.suffix != UNFINISHED:
                        found[file.relative_to(self.root).as_posix()] = file.stat().st_size
        return found

    def write(self, name: str, source: Path) -> None:
        place = self.root / name
        beside = place.with_name(f"{place.name}.{os.getpid()}{UNFINISHED}")
        with self._errors():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with source.open("rb") as data, open(beside, "wb", opener=_for_the_owner) as copy:
                    shutil.copyfileobj(data, copy, CHUNK)
                    copy.flush()
                    os.fsync(copy.fileno())
                beside.rename(place)
            finally:
                beside.unlink(missing_ok=True)
            _sync(place.parent)

    def read(self, name: str) -> Iterator[bytes]:
        with self._errors(), (self.root / name).open("rb") as file:
            # What was just written is still in memory; what counts is what the disk has.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while chunk := file.read(CHUNK):
                yield chunk

    def delete(self, name: str) -> None:
        with self._errors():
            (self.root / name).unlink(missing_ok=True)
            folder = (self.root / name).parent
            if folder != self.root and folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise BackupError(f"备份位置 {self.address} 无法读写：{error.strerror or error}（{error.filename or ''}）") from error


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """Let a rename reach the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
