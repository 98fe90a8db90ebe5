"""A mirror in a folder of this machine, the default."""

import ctypes
import mimetypes
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from errno import EACCES, EEXIST, ELOOP, ENOENT, ENOTDIR, ENOTEMPTY
from functools import cache
from pathlib import Path
from stat import S_ISREG

from site_builder.errors import TargetError, reason_of
from site_builder.manifest import NOT_OF_A_BUILD, SPECIAL, Entry
from site_builder.plan import Operation, steps_of
from site_builder.targets.base import Target
from site_builder.targets.hashing import FLAGS, hash_folder
from site_builder.writer import Staging

NOT_THERE = (ENOENT, ENOTDIR, ELOOP, EACCES)  # nothing is there that was put there


class FolderTarget(Target):
    """Moves staged files into place: a rename is all or nothing. Staging must be on the same file system."""

    near = True

    def __init__(self, root: Path) -> None:
        self.root = root

    def scan(self) -> dict[str, Entry]:
        return {
            path: Entry(sha256, size, _kind(os.path.splitext(path)[1]) if is_plain else SPECIAL)
            for path, is_plain, sha256, size in hash_folder(self.root)
        }

    def read(self, path: str) -> bytes | None:
        try:
            file = os.open(f"{self.root}{path}", FLAGS)
        except OSError as error:
            if error.errno in NOT_THERE:
                return None
            raise TargetError(f"镜像文件 {self.root}{path} 无法读取：{reason_of(error)}") from error
        try:
            return _all_of(file)
        except OSError as error:
            raise TargetError(f"镜像文件 {self.root}{path} 无法读取：{reason_of(error)}") from error
        finally:
            os.close(file)

    def apply(self, operations: Sequence[Operation], staging: Staging) -> None:
        for _ in self.apply_in_steps(operations, staging):
            pass

    def apply_in_steps(self, operations: Sequence[Operation], staging: Staging) -> Iterator[None]:
        try:
            if not operations:
                return
            self._remove_links(operations)
            if not (staging.whole and self._appear(staging)):
                for step in steps_of(operations):
                    self._apply_one_by_one(step, staging)
                    yield
            # A statement of freshness is renewed soon enough.
            if any(operation.path not in NOT_OF_A_BUILD for operation in operations) and self.root.is_dir():
                _flush(self.root)
        except OSError as error:
            raise TargetError(f"镜像目录 {self.root} 无法写入：{reason_of(error)}") from error

    def _appear(self, staging: Staging) -> bool:
        """Put a mirror that is new whole, in one step; return whether the place was free for it."""
        self.root.parent.mkdir(parents=True, exist_ok=True)
        try:
            staging.folder.rename(self.root)
        except OSError as error:
            if error.errno in (ENOTEMPTY, EEXIST):
                return False
            raise
        return True

    def _remove_links(self, operations: Iterable[Operation]) -> None:
        """Remove links that somebody made first of all: what is put below one would land elsewhere."""
        root = str(self.root)
        for path in [each.path for each in operations if each.delete and os.path.islink(root + each.path)]:
            os.unlink(root + path)

    def _apply_one_by_one(self, operations: Iterable[Operation], staging: Staging) -> None:
        root, file = str(self.root), staging.file
        for operation in operations:
            if operation.delete:
                self._delete(operation.path)
            else:
                self._put(file(operation.path), root + operation.path)

    @staticmethod
    def _put(source: str, place: str) -> None:
        try:
            os.rename(source, place)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            if os.path.exists(source):
                _clear_the_way(place)
                os.rename(source, place)
            elif not os.path.exists(place):
                raise  # neither to be put nor put already

    def _delete(self, path: str) -> None:
        file = self.root / path.lstrip("/")
        try:
            file.unlink(missing_ok=True)
        except (IsADirectoryError, NotADirectoryError):
            return  # it is gone, and something else in its place
        for folder in file.parents:
            if folder == self.root:
                break
            try:
                folder.rmdir()
            except OSError:
                break  # not empty: other pages are there


def _all_of(file: int) -> bytes | None:
    """Return what is in an open file, None if somebody put something else where a file belongs."""
    if not S_ISREG(os.fstat(file).st_mode):
        return None
    size = os.fstat(file).st_size
    data = os.read(file, size)
    while len(data) < size and (more := os.read(file, size - len(data))):
        data += more
    return data


@cache
def _kind(ending: str) -> str:
    return mimetypes.guess_type("x" + ending)[0] or "application/octet-stream"


def _clear_the_way(place: str) -> None:
    """Make the folder for a file, and remove what a stranger put in the way: a folder there, or a file above it."""
    if os.path.isdir(place):
        shutil.rmtree(place)
    folder = os.path.dirname(place)
    while not os.path.isdir(folder):
        if os.path.lexists(folder):
            os.unlink(folder)
        folder = os.path.dirname(folder)
    os.makedirs(os.path.dirname(place), exist_ok=True)


def _flush(folder: Path) -> None:
    """Have the file system of a folder, and no other, write to the disk what it holds back."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor):
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), str(folder))
    finally:
        os.close(descriptor)
