"""The database as a file and back, behind one small class for SQLite and PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection

from cms.cluster.models import SiteProfile
from cms.publishing.backups.errors import BackupError
from cms.publishing.models import Change
from cms.publishing.moment import one_moment


class Database(ABC):
    """The database of the settings. `file` is what its copy is called in a backup."""

    vendor: str
    file: str

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let everything inside, `dump` too, see the database at one moment, without holding up those who write."""
        try:
            with one_moment():
                yield
        except DatabaseError as error:
            raise BackupError(f"数据库不能读取（是否已运行 manage.py migrate？）：{error}") from error

    @abstractmethod
    def version(self) -> str:
        """Return the version of the server."""

    @abstractmethod
    def dump(self, to: Path) -> None:
        """Write the database, as `one_moment` sees it, into a file, and look whether that is whole."""

    @abstractmethod
    def prepare(self, server: str) -> None:
        """Raise BackupError if a copy from such a server cannot be put in place here; nothing is changed yet."""

    @abstractmethod
    def put(self, copy: Path, aside: Path) -> None:
        """Put a copy in the place of the database in one step; an old database that is a file goes into `aside`."""


def this_database() -> Database:
    from cms.publishing.backups.postgresql import PostgresDatabase
    from cms.publishing.backups.sqlite import SqliteDatabase

    return PostgresDatabase() if connection.vendor == "postgresql" else SqliteDatabase()


def is_empty() -> bool:
    """Return whether nobody has worked with the database yet: no sites, no users, no changes."""
    tables = set(connection.introspection.table_names())
    models = (SiteProfile, get_user_model(), Change)
    return not any(model._meta.db_table in tables and model.objects.exists() for model in models)
