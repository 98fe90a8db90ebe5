"""Where rendered files of a site wait until they are put on its mirror, written with as few file calls as will do."""

import os
import shutil
from hashlib import blake2b
from pathlib import Path

from site_builder.errors import TargetError, reason_of

FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC


class Staging:
    """A folder of new files.

    For a mirror that is new the folder is `whole`: each file has its place below it, so that one rename puts all of it.
    Otherwise all files lie side by side, and no tree of folders is made only to be taken down again.
    """

    def __init__(self, folder: Path, *, whole: bool = False) -> None:
        self.folder = folder
        self.whole = whole
        self._open = ""
        self._descriptor = -1

    def file(self, path: str) -> str:
        """Return where the new bytes of a path are."""
        folder, name = self._place(path)
        return f"{folder}/{name}"

    def write(self, path: str, data: bytes) -> None:
        """Keep the new bytes of a path. Outputs come sorted by folder, so one open folder is enough. Raises TargetError."""
        try:
            self._write(path, data)
        except OSError as error:
            raise TargetError(f"临时目录 {self.folder} 无法写入：{reason_of(error)}") from error

    def _write(self, path: str, data: bytes) -> None:
        folder, name = self._place(path)
        if folder != self._open:
            self.close()
            self._descriptor = _open(folder)
            self._open = folder
        file = os.open(name, FLAGS, 0o644, dir_fd=self._descriptor)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(file, view):]
        finally:
            os.close(file)

    def close(self) -> None:
        if self._open:
            os.close(self._descriptor)
            self._open = ""

    def clear(self) -> None:
        """Throw away what was not put."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _place(self, path: str) -> tuple[str, str]:
        if not self.whole:
            return str(self.folder), blake2b(path.encode(), digest_size=16).hexdigest()
        folder, _, name = path.rpartition("/")
        return f"{self.folder}{folder}", name


def _open(folder: str) -> int:
    try:
        os.mkdir(folder)
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
