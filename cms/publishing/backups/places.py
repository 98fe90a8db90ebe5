"""Where backups are kept: a small abstract class, and which kind of place an address names."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

from cms.publishing.backups.errors import BackupError


class Place(ABC):
    """Holds files by name, such as `20260102T083000Z/backup.json`. A file is there whole or not at all.

    All methods raise BackupError when the place does not answer.
    """

    address: str

    @abstractmethod
    def names(self, prefix: str = "") -> dict[str, int]:
        """Return the size of every file whose name begins with `prefix`, by name."""

    @abstractmethod
    def write(self, name: str, source: Path) -> None:
        """Take over a file, readable by its owner alone."""

    @abstractmethod
    def read(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file, read from the place itself."""

    @abstractmethod
    def delete(self, name: str) -> None:
        """Remove a file; one that is not there is no error."""


def open_place(address: str) -> Place:
    """Return the place at `s3://BUCKET/PREFIX`, or the folder of this name."""
    from cms.publishing.backups.folder import FolderPlace
    from cms.publishing.backups.s3 import S3Place

    if address.startswith("s3://"):
        return S3Place(address)
    if "://" in address:
        raise BackupError(f"备份位置不能识别：{address}。应为文件夹，或 s3://桶/前缀。")
    return FolderPlace(Path(address).expanduser().absolute())
