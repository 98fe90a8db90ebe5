"""A real PostgreSQL, for the time of the tests."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.services import migrated
from tests.services.programs import free_port, program

MEMORY = Path("/dev/shm")
ROOM = 2 * 2**30  # bytes
# The socket's path must be short.
PLACE = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else Path("/tmp")
INITDB = "/usr/lib/postgresql/*/bin/initdb"
# Nothing here has to survive a power cut.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"


class Server:
    """A cluster of its own, which can be stopped and started; `data` is the folder of another one that it begins as."""

    def __init__(self, options: str, data: Path | None = None) -> None:
        self._initdb = program("initdb", INITDB)
        self._pg_ctl = str(Path(self._initdb).with_name("pg_ctl"))
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=PLACE))
        # PostgreSQL refuses to run as root.
        self._become = [program("runuser"), "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self.data, self._port, self._options = self._folder / "data", free_port(), options
        self._prepare(data)

    def _prepare(self, data: Path | None) -> None:
        if data:
            subprocess.run(["cp", "-r", data, self.data], check=True)
        if self._become:
            subprocess.run(["chown", "-R", "postgres:", self._folder], check=True)
        if not data:
            self._run(self._initdb, "-D", self.data, "-U", "cms", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    @property
    def url(self) -> str:
        """Return the address of a database in it."""
        return f"postgres://cms@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        options = f"-p {self._port} -k {self._folder} {self._options}"
        self._run(self._pg_ctl, "-D", self.data, "-l", self._folder / "log", "-w", "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it as a crash does, unless told otherwise."""
        self._run(self._pg_ctl, "-D", self.data, "-m", how, "stop")

    def remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, *words: str | Path) -> None:
        subprocess.run([*self._become, *words], check=True, cwd="/", stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a cluster of its own and give the address of a database in it after all migrations."""
    yield from (server.url for server in running(OPTIONS))


def running(options: str) -> Iterator[Server]:
    """Give a server that runs, with a database after all migrations and a template like it; remove it afterwards."""
    version = subprocess.run([program("initdb", INITDB), "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]
    server = Server(options, migrated.kept(f"postgres-{version}", _make_migrated) / "data")
    try:
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        server.remove()


def _make_migrated(folder: Path) -> None:
    server = Server(OPTIONS)
    try:
        server.start()
        try:
            migrated.migrate(DATABASE_URL=server.url)
            with psycopg.connect(server.url, dbname="template1", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {migrated.TEMPLATE} TEMPLATE postgres")
        finally:
            server.stop("fast")
        shutil.copytree(server.data, folder / "data")
    finally:
        server.remove()
