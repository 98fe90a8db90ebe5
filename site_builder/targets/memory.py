"""A mirror in memory, for tests of what is above targets."""

from collections.abc import Sequence
from pathlib import Path

from site_builder.manifest import Entry, entry_of
from site_builder.plan import Operation
from site_builder.targets.base import Target
from site_builder.writer import Staging


class MemoryTarget(Target):
    """Keeps files in a dictionary by path."""

    near = True

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def scan(self) -> dict[str, Entry]:
        return {path: entry_of(data, "application/octet-stream") for path, data in self.files.items()}

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def apply(self, operations: Sequence[Operation], staging: Staging) -> None:
        for operation in operations:
            if operation.delete:
                self.files.pop(operation.path, None)
                continue
            source = Path(staging.file(operation.path))
            if source.exists():
                self.files[operation.path] = source.read_bytes()
                source.unlink()
