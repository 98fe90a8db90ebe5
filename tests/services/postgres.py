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


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a cluster of its own and give the address of an empty database in it."""
    initdb = program("initdb", "/usr/lib/postgresql/*/bin/initdb")
    pg_ctl = str(Path(initdb).with_name("pg_ctl"))
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))  # the socket's path must be short
    # PostgreSQL refuses to run as root.
    become = [program("runuser"), "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if become:
        shutil.chown(folder, "postgres")
    port = free_port()

    def run(*words: str) -> None:
        subprocess.run([*become, *words], check=True, cwd="/", stdout=subprocess.DEVNULL)

    data, log = str(folder / "data"), str(folder / "log")
    try:
        run(initdb, "-D", data, "-U", "cms", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run(pg_ctl, "-D", data, "-l", log, "-w", "-o", f"-p {port} -k {folder} {OPTIONS}", "start")
        try:
            yield f"postgres://cms@127.0.0.1:{port}/postgres"
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
