"""A real PostgreSQL, for the time of the tests."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.programs import free_port, program

# Nothing here has to survive a power cut.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"


class Server:
    """A cluster of its own, which can be stopped and started."""

    def __init__(self, options: str) -> None:
        initdb = program("initdb", "/usr/lib/postgresql/*/bin/initdb")
        self._pg_ctl = str(Path(initdb).with_name("pg_ctl"))
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))  # the socket's path must be short
        # PostgreSQL refuses to run as root.
        self._become = [program("runuser"), "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._become:
            shutil.chown(self._folder, "postgres")
        self._port, self._options = free_port(), options
        self._run(initdb, "-D", self._data, "-U", "cms", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    @property
    def url(self) -> str:
        """Return the address of an empty database in it."""
        return f"postgres://cms@127.0.0.1:{self._port}/postgres"

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def start(self) -> None:
        options = f"-p {self._port} -k {self._folder} {self._options}"
        self._run(self._pg_ctl, "-D", self._data, "-l", str(self._folder / "log"), "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stop it as a crash does."""
        self._run(self._pg_ctl, "-D", self._data, "-m", "immediate", "stop")

    def remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, *words: str) -> None:
        subprocess.run([*self._become, *words], check=True, cwd="/", stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a cluster of its own and give the address of an empty database in it."""
    yield from (server.url for server in running(OPTIONS))


def running(options: str) -> Iterator[Server]:
    """Give a server that runs, and remove it afterwards."""
    server = Server(options)
    try:
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        server.remove()
