"""The builder's store for whoever only reads it, with a draft laid over it: records as they would be.

Tables of the connection's own, which are in no file, hold the draft; views that bear the names of the store's tables
show both. So everything that reads a store reads the draft too, and the file stays as it is.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from cms.records import AnyRecord
from site_builder.errors import BuilderError
from site_builder.store import VERSION, Store, chunks_of

OVERLAY = """
PRAGMA temp_store = MEMORY;
CREATE TABLE temp.other_thing AS SELECT * FROM main.thing LIMIT 0;
CREATE TABLE temp.other_row AS SELECT * FROM main.row LIMIT 0;
CREATE TABLE temp.hidden_thing (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE temp.hidden_row (id INTEGER PRIMARY KEY);
CREATE TEMP VIEW thing AS SELECT * FROM main.thing WHERE key NOT IN (SELECT key FROM hidden_thing)
    UNION ALL SELECT * FROM other_thing;
CREATE TEMP VIEW row AS SELECT * FROM main.row WHERE id NOT IN (SELECT id FROM hidden_row) UNION ALL SELECT * FROM other_row;
"""


class ReadingStore(Store):
    """A store that is read while the builder goes on writing it. Raises BuilderError where there is none to be read.

    Several threads may use it, one at a time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.stat().st_ino
        self._connection = self._open()
        if self._connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            self._connection.close()
            raise BuilderError("镜像是由另一个版本的程序生成的，请先重新生成。")
        self._version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        self._connection.executescript(OVERLAY)

    def _open(self) -> sqlite3.Connection:
        address = f"{self.path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    def is_of_this_file(self) -> bool:
        """Return whether the file is still the one that was opened."""
        with suppress(OSError):
            return self.path.stat().st_ino == self.file
        return False

    def put_assets(self, theme: str, source: bytes, data: bytes) -> None:
        """Leave it to the builder to remember assets."""

    def lay_over(self, keys: Iterable[str], records: Iterable[AnyRecord]) -> None:
        """Show the records in the place of what has these keys; a key without a record is shown as not there."""
        things: set[str] = set()
        for key in keys:
            kind, _, name = key.partition(":")
            if kind == "content":
                self._connection.execute("INSERT OR IGNORE INTO hidden_row VALUES (?)", (int(name),))
            else:
                things.add(key)
        for chunk in chunks_of(records):
            things.update(thing[0] for thing in chunk.things)
            self._connection.executemany("INSERT OR IGNORE INTO hidden_row VALUES (?)", [(row[0],) for row in chunk.rows])
            self._connection.executemany("INSERT INTO other_thing VALUES (?, ?, ?)", chunk.things)
            self._connection.executemany("INSERT INTO other_row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", chunk.rows)
        self._connection.executemany("INSERT OR IGNORE INTO hidden_thing VALUES (?)", [(key,) for key in things])

    def take_off(self) -> None:
        """Show what is in the file again."""
        for table in ("other_thing", "other_row", "hidden_thing", "hidden_row"):
            self._connection.execute(f"DELETE FROM temp.{table}")  # noqa: S608 - names of ours
