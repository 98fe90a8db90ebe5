"""What is being applied to a mirror, written down before it begins, so that the next run can finish it."""

from pathlib import Path

import msgspec

from site_builder.plan import Group, Operation


class Entry(msgspec.Struct):
    """A plan under way: its operations, and what the store will remember when it is done."""

    operations: list[tuple[int, str, bool, str]]
    leaves: dict[str, bytes]

    def plan(self) -> list[Operation]:
        return [Operation(Group(group), path, delete, reason) for group, path, delete, reason in self.operations]


class Journal:
    """The journal of one site."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, entry: Entry) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".new")
        with temporary.open("wb") as file:
            file.write(msgspec.msgpack.encode(entry))
            file.flush()
        temporary.rename(self._path)

    def read(self) -> Entry | None:
        """Return the plan that was interrupted, None if there is none."""
        if not self._path.exists():
            return None
        return msgspec.msgpack.decode(self._path.read_bytes(), type=Entry)

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)
