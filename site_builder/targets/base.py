"""Where a mirror is published to."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path

from site_builder.manifest import Entry
from site_builder.plan import Operation


class Target(ABC):
    """One site's mirror at some place. Each file is whole at every moment: the old one or the new one."""

    @abstractmethod
    def scan(self) -> dict[str, Entry]:
        """Return what is there now, by path, read from the place itself; empty when there is nothing."""

    @abstractmethod
    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, None if it is not there."""

    @abstractmethod
    def apply(self, operations: Iterable[Operation], staged: Path) -> None:
        """Carry out operations in their order; new bytes are in `staged` under the same paths.

        Doing it again after a crash is safe: what was done already is left alone. Raises TargetError.
        """
