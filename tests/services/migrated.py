"""An empty database after all migrations: made once, since it takes twenty seconds, then copied by whoever wants one.

It stays in var/ for the next run, until a migration is another one. Whoever has a copy migrates it again, in which case there is
nothing to do: a copy that is not up to date shows itself.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var/migrated"
# The tables are made from these; functions of ours that migrations call find nothing to do in an empty database.
MADE_FROM = ("*/migrations/*.py", "*/*/migrations/*.py", "cms/*/fields.py", "constraints.txt")
TEMPLATE = "migrated"  # the name of such a database on a server


def migrate(**environment: str) -> None:
    """Run all migrations on the database that the environment names."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    chosen = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", **environment}
    done = subprocess.run(command, cwd=ROOT, env=chosen, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """Return what was made before from the same migrations, else make it; other processes wait meanwhile."""
    made_from = hashlib.sha256(sys.version.encode())
    for file in sorted(file for pattern in MADE_FROM for file in ROOT.glob(pattern)):
        made_from.update(file.read_bytes())
    place = KEPT / name / made_from.hexdigest()[:16]
    place.parent.mkdir(parents=True, exist_ok=True)
    with (place.parent / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not place.exists():
            for older in place.parent.iterdir():
                if older.is_dir():
                    shutil.rmtree(older)
            unfinished = Path(tempfile.mkdtemp(dir=place.parent))
            make(unfinished)
            unfinished.rename(place)
    return place


def sqlite() -> Path:
    """Return the file of an empty database, to be copied."""

    def make(folder: Path) -> None:
        migrate(DATA_ROOT=str(folder), DATABASE_URL="")

    return kept("sqlite", make) / "db.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    return True  # what is there is the copy


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Put a copy where Django looks for the database of the tests."""
    database: dict[str, Any] = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        file = sqlite()
        shutil.copyfile(file, database["TEST"]["NAME"])
        be_put_back_from(file)
    else:
        database["TEST"]["TEMPLATE"] = TEMPLATE


def be_put_back_from(file: Path) -> None:
    """Have Django copy a file where it would write down all rows as JSON, to save them one by one after a test that emptied it."""

    def put_back(_: str) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as kept:
            kept.backup(connection.connection)

    connection.creation.serialize_db_to_string = str
    connection.creation.deserialize_db_from_string = put_back
