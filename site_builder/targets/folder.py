"""A mirror in a folder of this machine, the default."""

import hashlib
import mimetypes
import os
from collections.abc import Iterable, Sequence
from errno import EEXIST, ENOTEMPTY
from pathlib import Path

from site_builder.errors import TargetError
from site_builder.manifest import Entry
from site_builder.plan import Operation
from site_builder.targets.base import Target
from site_builder.writer import Staging


class FolderTarget(Target):
    """Moves staged files into place: a rename is all or nothing. Staging must be on the same file system."""

    near = True

    def __init__(self, root: Path) -> None:
        self.root = root

    def scan(self) -> dict[str, Entry]:
        found = {}
        for folder, _, names in os.walk(self.root):
            for name in names:
                file = Path(folder, name)
                data = file.read_bytes()
                path = "/" + file.relative_to(self.root).as_posix()
                kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                found[path] = Entry(hashlib.sha256(data).digest(), len(data), kind)
        return found

    def read(self, path: str) -> bytes | None:
        try:
            file = os.open(f"{self.root}{path}", os.O_RDONLY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            size = os.fstat(file).st_size
            data = os.read(file, size)
            while len(data) < size and (more := os.read(file, size - len(data))):
                data += more
            return data
        finally:
            os.close(file)

    def apply(self, operations: Sequence[Operation], staging: Staging) -> None:
        try:
            if not (staging.whole and operations and self._appear(staging)):
                self._apply_one_by_one(operations, staging)
            if operations:
                os.sync()
        except OSError as error:
            raise TargetError(f"镜像目录 {self.root} 无法写入：{error.strerror}（{error.filename}）") from error

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
        except FileNotFoundError:
            if os.path.exists(source):
                os.makedirs(os.path.dirname(place), exist_ok=True)
                os.rename(source, place)
            elif not os.path.exists(place):
                raise  # neither to be put nor put already

    def _delete(self, path: str) -> None:
        file = self.root / path.lstrip("/")
        file.unlink(missing_ok=True)
        for folder in file.parents:
            if folder == self.root:
                break
            try:
                folder.rmdir()
            except OSError:
                break  # not empty: other pages are there
