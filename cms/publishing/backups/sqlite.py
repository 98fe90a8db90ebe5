"""SQLite: copied by its own backup function while it is in use, put in place by a rename."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from cms.publishing.backups.database import Database
from cms.publishing.backups.errors import BackupError


class SqliteDatabase(Database):
    vendor = "sqlite"
    file = "database.sqlite3"

    def version(self) -> str:
        return sqlite3.sqlite_version

    def dump(self, to: Path) -> None:
        with closing(sqlite3.connect(to)) as copy:
            # On the connection that reads: so the copy is of the moment that its transaction sees.
            connection.connection.backup(copy)
            # One file, without a log beside it; the CMS turns the log on again.
            copy.execute("PRAGMA journal_mode = DELETE")
            found = copy.execute("PRAGMA quick_check").fetchone()[0]
        if found != "ok":
            raise BackupError(f"数据库已损坏，没有备份：{found}")

    def prepare(self, server: str) -> None:
        with self._alone():
            pass

    def put(self, copy: Path, aside: Path) -> None:
        place = Path(connection.settings_dict["NAME"])
        # On the same file system as its place, whatever that is.
        beside = place.with_name(f"{place.name}.restored")
        shutil.move(copy, beside)
        with self._alone():
            if place.exists():
                shutil.copy2(place, aside / place.name)
            beside.rename(place)

    @staticmethod
    @contextmanager
    def _alone() -> Iterator[None]:
        """Keep all others out of the database, and its log away: it would be played into the copy that takes its place."""
        place = Path(connection.settings_dict["NAME"])
        connection.close()
        if not place.exists():
            yield
            return
        with closing(sqlite3.connect(place, timeout=2, isolation_level=None)) as last:
            try:
                last.execute("PRAGMA journal_mode = DELETE")
                last.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise BackupError("数据库正在使用，没有改动。请先停止应用和发布进程，再恢复。") from error
            yield
