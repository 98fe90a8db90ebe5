"""Writes rendered files into the staging folder with as few file calls as will do."""

import os
from pathlib import Path

FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC


class Writer:
    """Writes files below a folder. Outputs come sorted by folder, so one open folder is enough."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._folder: str | None = None
        self._descriptor = -1

    def write(self, path: str, data: bytes) -> None:
        folder, _, name = path.rpartition("/")
        if folder != self._folder:
            self.close()
            self._descriptor = self._open(self._root + folder)
            self._folder = folder
        file = os.open(name, FLAGS, 0o644, dir_fd=self._descriptor)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(file, view):]
        finally:
            os.close(file)

    @staticmethod
    def _open(folder: str) -> int:
        try:
            os.mkdir(folder)
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def close(self) -> None:
        if self._folder is not None:
            os.close(self._descriptor)
            self._folder = None
