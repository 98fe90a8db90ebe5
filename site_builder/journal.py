"""What is being applied to a mirror, written down before it begins, so that the next run can finish it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from site_builder.errors import TargetError, reason_of
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
        temporary = self._path.with_suffix(".new")
        with self._in_words("写入"):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                temporary.write_bytes(msgspec.msgpack.encode(entry))
                temporary.rename(self._path)
            except OSError:
                temporary.unlink(missing_ok=True)  # it may take the room that is missing
                raise

    def read(self) -> Entry | None:
        """Return the plan that was interrupted, None if there is none."""
        if not self._path.exists():
            return None
        with self._in_words("读取"):
            return msgspec.msgpack.decode(self._path.read_bytes(), type=Entry)

    def clear(self) -> None:
        with self._in_words("删除"):
            self._path.unlink(missing_ok=True)

    @contextmanager
    def _in_words(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise TargetError(f"发布日志 {self._path} 无法{what}：{reason_of(error)}") from error
