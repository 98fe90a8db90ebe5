"""Where a mirror is published to."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from site_builder.manifest import Entry
from site_builder.plan import Operation
from site_builder.writer import Staging


class Target(ABC):
    """One site's mirror at some place. Each file is whole at every moment: the old one or the new one.

    `near` says that reading a file takes less time than making it again.
    """

    near = False

    def left_unfinished(self) -> bool:
        """Return whether somebody began to change the mirror and did not end, so that its manifest says too little of it."""
        return False

    @abstractmethod
    def scan(self) -> dict[str, Entry]:
        """Return what is there now, by path, read from the place itself; empty when there is nothing."""

    @abstractmethod
    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, None if it is not there."""

    @abstractmethod
    def apply(self, operations: Sequence[Operation], staging: Staging) -> None:
        """Carry out operations in their order, with the new bytes that are in `staging`.

        Doing it again after a crash is safe: what was done already is left alone. Raises TargetError; RaceLost when
        somebody else changed the mirror since its root was read.
        """

    def apply_in_steps(self, operations: Sequence[Operation], staging: Staging) -> Iterator[None]:
        """Carry out operations in the steps of a plan, one each time the next is asked for; here all in the first."""
        self.apply(operations, staging)
        yield
