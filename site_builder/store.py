"""The builder's own memory: the records it was given, and what it made of them. One SQLite file.

    thing     sites, homes, channels, media files: few and small, loaded whole
    row       a page without its body: loaded whole
    body      the page's record: read when the page is rendered
    output    what is on the mirror: digest, size, type, and the keys it was made from; a leaf of the manifest a row
    frame     page frames of the last build: digest and keys
    meta      the number of the last change taken over, and of each site's last change

It can be deleted at any time: the next build asks for everything again.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from cms.records import AnyContent, AnyRecord, Card, Content, Filing, Thing, digest_of_bytes, encode, key_of
from site_builder.errors import BuilderError
from site_builder.manifest import Entry, leaf_of
from site_builder.snapshot import Row, Snapshot

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE thing (key TEXT PRIMARY KEY, digest BLOB NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE row (id INTEGER PRIMARY KEY, site TEXT NOT NULL, channel INTEGER NOT NULL, digest BLOB NOT NULL,
                  updated TEXT NOT NULL, card BLOB NOT NULL, card_digest BLOB NOT NULL, media BLOB, filing BLOB);
CREATE TABLE body (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE output (site TEXT, leaf TEXT, data BLOB NOT NULL, PRIMARY KEY (site, leaf)) WITHOUT ROWID;
CREATE TABLE frame (key TEXT PRIMARY KEY, digest BLOB NOT NULL, used BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE asset (theme TEXT PRIMARY KEY, source BLOB NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
"""
VERSION = 5
CHUNK = 500

Used = dict[str, bytes]
_decode_thing = msgspec.msgpack.Decoder(Thing).decode
_decode_card = msgspec.msgpack.Decoder(Card).decode
_decode_media = msgspec.msgpack.Decoder(tuple[str, ...]).decode
_decode_filing = msgspec.msgpack.Decoder(Filing).decode
_decode_used = msgspec.msgpack.Decoder(dict[str, bytes]).decode
decode_body = msgspec.msgpack.Decoder(AnyContent).decode


class Made(Entry, frozen=True, gc=False, array_like=True):
    """An output as the store remembers it: the file, the keys it was made from and their digests, and why it was made."""

    used: bytes
    cause: str
    cuts: bytes = b""

    def keys(self) -> Used:
        return _decode_used(self.used)


_decode_leaf = msgspec.msgpack.Decoder(dict[str, Made]).decode


Columns = tuple[int, str, int, bytes, str, bytes, bytes, bytes | None, bytes | None]


class Chunk(msgspec.Struct, gc=False):
    """Some records, encoded as the rows of the tables that hold them."""

    things: list[tuple[str, bytes, bytes]] = []
    rows: list[Columns] = []
    bodies: list[tuple[int, bytes]] = []

    def add(self, record: AnyRecord) -> None:
        data = encode(record)
        if not isinstance(record, Content):
            self.things.append((key_of(record), digest_of_bytes(data), data))
            return
        card = encode(record.card())
        media = encode(record.media) if record.media else None
        filing = record.filing()
        self.rows.append((
            record.id, record.site, record.channel, digest_of_bytes(data), record.updated, card, digest_of_bytes(card),
            media, encode(filing) if filing is not None else None,
        ))
        self.bodies.append((record.id, data))


SELECT_ROWS = "SELECT id, site, channel, digest, updated, card, card_digest, media, filing FROM row"


def _as_row(values: Columns) -> Row:
    number, site, channel, digest, updated, card, card_digest, media, filing = values
    return Row(
        number, site, channel, digest, updated, _decode_card(card), card_digest, _decode_media(media) if media else (),
        _decode_filing(filing) if filing else None,
    )


def chunks_of(records: Iterable[AnyRecord]) -> Iterator[Chunk]:
    """Yield records in encoded form, some hundreds at a time."""
    chunk = Chunk()
    for record in records:
        chunk.add(record)
        if len(chunk.rows) + len(chunk.things) == CHUNK:
            yield chunk
            chunk = Chunk()
    yield chunk


@contextmanager
def in_words() -> Iterator[None]:
    """Tell people what stands in the way of the store: a full disk, a broken file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise  # a mistake of ours
        raise BuilderError(f"生成器的数据库（状态目录中的 builder.sqlite3）无法读写：{error}。") from error


class Connection(sqlite3.Connection):
    """The file, with errors in words."""

    def execute(self, *words: Any) -> sqlite3.Cursor:
        with in_words():
            return super().execute(*words)

    def executemany(self, *words: Any) -> sqlite3.Cursor:
        with in_words():
            return super().executemany(*words)

    def executescript(self, script: str) -> sqlite3.Cursor:
        with in_words():
            return super().executescript(script)


class Store:
    """Opens, and where needed makes, the store in a folder."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._connection = self._open()
        if self._connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            self._connection.close()
            for leftover in path.parent.glob(path.name + "*"):
                leftover.unlink()
            self._connection = self._open()
            self._connection.executescript(SCHEMA + f"PRAGMA user_version = {VERSION};")
        self._version = self._connection.execute("PRAGMA data_version").fetchone()[0]

    def _open(self) -> sqlite3.Connection:
        with in_words():
            connection = sqlite3.connect(self.path, isolation_level=None, factory=Connection)
        # A body of some kilobytes fills small pages badly; large ones make the file a third smaller.
        connection.execute("PRAGMA page_size = 65536")
        # One builder at a time writes (there is a lock), so a write-ahead log would only write everything twice.
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    def close(self) -> None:
        self._connection.close()

    def reopen(self) -> None:
        """Open the file anew, as a process must after a fork."""
        self._connection = self._open()

    def was_written_elsewhere(self) -> bool:
        """Return whether another process has written to the file since this was last asked."""
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        before, self._version = self._version, version
        return bool(version != before)

    def clear(self) -> None:
        """Forget all that came from the CMS's database: it is another one now."""
        with self.transaction():
            for table in ("meta", "thing", "row", "body", "output", "frame"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # of some errors SQLite itself rolls back
                self._connection.execute("ROLLBACK")
            raise

    # What the CMS said

    @property
    def change(self) -> int:
        """Return the number of the last change taken over; -1 before the first."""
        return int(self._meta("change", "-1"))

    def change_of(self, site: str) -> int:
        return int(self._meta(f"change of {site}", "0"))

    def set_changes(self, number: int, by_site: Mapping[str, int]) -> None:
        rows = [("change", str(number)), *((f"change of {site}", str(last)) for site, last in by_site.items())]
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    def missing(self) -> str:
        """Return what the reader of the feed noted about numbers it has not seen yet."""
        return self._meta("missing", "")

    def set_missing(self, note: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('missing', ?)", (note,))

    def note_news(self) -> None:
        """Remember that what was built is not what there is now; call it in the transaction that takes something over."""
        self._connection.execute("DELETE FROM meta WHERE name = 'built'")

    def built(self) -> str:
        """Return the fingerprint of all that the last complete build was made from."""
        return self._meta("built", "")

    def set_built(self, fingerprint: str, pages: int, files: int) -> None:
        rows = [("built", fingerprint), ("pages", str(pages)), ("files", str(files))]
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    def totals(self) -> tuple[int, int]:
        """Return how many pages and how many files that build was of, without the manifests."""
        return int(self._meta("pages", "0")), int(self._meta("files", "0"))

    def exported_with(self) -> str:
        """Return the settings that the records were exported with."""
        return self._meta("exported with", "")

    def set_exported_with(self, settings: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('exported with', ?)", (settings,))

    def _meta(self, name: str, default: str) -> str:
        found = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else default

    def put(self, records: Iterable[AnyRecord]) -> set[str]:
        """Take over records; return their keys."""
        keys: set[str] = set()
        for chunk in chunks_of(records):
            keys |= self.insert(chunk)
        return keys

    def insert(self, chunk: "Chunk") -> set[str]:
        """Take over some encoded records; return their keys."""
        execute = self._connection.executemany
        execute("INSERT OR REPLACE INTO thing VALUES (?, ?, ?)", chunk.things)
        execute("INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", chunk.rows)
        execute("INSERT OR REPLACE INTO body VALUES (?, ?)", chunk.bodies)
        return {thing[0] for thing in chunk.things} | {f"content:{body[0]}" for body in chunk.bodies}

    def digests(self, keys: Iterable[str] | None = None) -> dict[str, bytes]:
        """Return the digest of every record in the store by key, or of those of some keys."""
        if keys is not None:
            return {key: digest for key in keys if (digest := self._digest(key)) is not None}
        found: dict[str, bytes] = dict(self._connection.execute("SELECT key, digest FROM thing"))
        found.update((f"content:{number}", digest) for number, digest in self._connection.execute("SELECT id, digest FROM row"))
        return found

    def _digest(self, key: str) -> bytes | None:
        kind, _, name = key.partition(":")
        query, value = ("SELECT digest FROM row WHERE id = ?", int(name)) if kind == "content" else (
            "SELECT digest FROM thing WHERE key = ?", key
        )
        found = self._connection.execute(query, (value,)).fetchone()
        return bytes(found[0]) if found else None

    def remove(self, keys: Iterable[str]) -> None:
        """Forget records that are no longer published."""
        for key in keys:
            kind, _, number = key.partition(":")
            if kind == "content":
                self._connection.execute("DELETE FROM row WHERE id = ?", (int(number),))
                self._connection.execute("DELETE FROM body WHERE id = ?", (int(number),))
            else:
                self._connection.execute("DELETE FROM thing WHERE key = ?", (key,))

    def snapshot(self) -> Snapshot:
        """Return everything but the bodies."""
        things = [
            (_decode_thing(data), digest)
            for digest, data in self._connection.execute("SELECT digest, data FROM thing ORDER BY key")
        ]
        return Snapshot(things, map(_as_row, self._connection.execute(f"{SELECT_ROWS} ORDER BY id")))

    def row(self, number: int) -> Row | None:
        """Return a page without its body."""
        found = self._connection.execute(f"{SELECT_ROWS} WHERE id = ?", (number,)).fetchone()
        return _as_row(found) if found else None

    def thing(self, key: str) -> tuple[Thing, bytes] | None:
        """Return the record of a site, home page, channel or media file, and its digest."""
        found = self._connection.execute("SELECT digest, data FROM thing WHERE key = ?", (key,)).fetchone()
        return (_decode_thing(found[1]), found[0]) if found else None

    def bodies(self, numbers: list[int]) -> dict[int, bytes]:
        """Return the encoded records of some pages."""
        found: dict[int, bytes] = {}
        for start in range(0, len(numbers), CHUNK):
            part = numbers[start:start + CHUNK]
            marks = ",".join("?" * len(part))
            found.update(self._connection.execute(f"SELECT id, data FROM body WHERE id IN ({marks})", part))  # noqa: S608
        return found

    # What was made of it

    def outputs(self, site: str) -> dict[str, Made]:
        """Return what is on the mirror of a site, by path."""
        found: dict[str, Made] = {}
        for (data,) in self._connection.execute("SELECT data FROM output WHERE site = ?", (site,)):
            found.update(_decode_leaf(data))
        return found

    def leaf(self, site: str, leaf: str) -> dict[str, Made]:
        """Return what is on the mirror of a site in one leaf of its manifest, by path."""
        query = "SELECT data FROM output WHERE site = ? AND leaf = ?"
        found = self._connection.execute(query, (site, leaf)).fetchone()
        return _decode_leaf(found[0]) if found else {}

    def output(self, site: str, path: str) -> Made | None:
        return self.leaf(site, leaf_of(path)).get(path)

    def put_leaves(self, site: str, leaves: Mapping[str, bytes]) -> None:
        """Take over what is on the mirror of a site now, for each of some leaves."""
        rows = [(site, leaf, data) for leaf, data in leaves.items()]
        self._connection.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?)", rows)

    def site_keys(self) -> list[str]:
        """Return the keys of the sites that the store has records of."""
        rows = self._connection.execute("SELECT key FROM thing WHERE key LIKE 'site:%' ORDER BY key")
        return [key.removeprefix("site:") for (key,) in rows]

    def sites_with_outputs(self) -> set[str]:
        return {site for (site,) in self._connection.execute("SELECT DISTINCT site FROM output")}

    def frames(self) -> dict[str, tuple[bytes, Used]]:
        rows = self._connection.execute("SELECT key, digest, used FROM frame")
        return {key: (digest, _decode_used(used)) for key, digest, used in rows}

    def put_frames(self, frames: Mapping[str, tuple[bytes, Used]]) -> None:
        self._connection.execute("DELETE FROM frame")
        rows = [(key, digest, encode(used)) for key, (digest, used) in sorted(frames.items())]
        self._connection.executemany("INSERT INTO frame VALUES (?, ?, ?)", rows)

    def assets(self, theme: str, source: bytes) -> bytes | None:
        """Return a theme's encoded assets if they were made from these sources."""
        query = "SELECT data FROM asset WHERE theme = ? AND source = ?"
        found = self._connection.execute(query, (theme, source)).fetchone()
        return bytes(found[0]) if found else None

    def put_assets(self, theme: str, source: bytes, data: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO asset VALUES (?, ?, ?)", (theme, source, data))
