"""The programs of PostgreSQL, of the version that the server has."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from cms.publishing.backups.errors import BackupError

PLACES = ("/usr/lib/postgresql/{major}/bin", "/usr/pgsql-{major}/bin", "/opt/homebrew/opt/postgresql@{major}/bin")
# What Django calls an option, and the variable that PostgreSQL's programs read.
VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE", "service": "PGSERVICE", "options": "PGOPTIONS",
}


def server_major() -> int:
    """Return the major version of the server."""
    connection.ensure_connection()
    return int(connection.pg_version) // 10000


def find(name: str) -> str:
    """Return `pg_dump` or another program, of the server's major version."""
    major = server_major()
    places = [Path(place.format(major=major)) / name for place in PLACES]
    places += [Path(found)] if (found := shutil.which(name)) else []
    for place in places:
        if place.exists() and _major_of(place) == major:
            return str(place)
    raise BackupError(
        f"找不到 PostgreSQL {major} 的 {name}，它必须与服务器同一主版本。在 Debian、Ubuntu 上请安装 postgresql-client-{major}。"
    )


def run(*words: str) -> str:
    """Run a program on the database of the settings; return what it printed."""
    given = connection.get_connection_params()
    # Not on the command line, where every user of the machine could read the password.
    chosen = {variable: str(given[option]) for option, variable in VARIABLES.items() if given.get(option)}
    environment = {**os.environ, **chosen, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(words, env=environment, text=True, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()[:5]
        raise BackupError(f"{Path(words[0]).name} 失败：{' '.join(said) or f'退出码 {done.returncode}'}")
    return done.stdout


def _major_of(program: Path) -> int:
    done = subprocess.run([program, "--version"], text=True, capture_output=True, check=False)
    found = re.search(r"\b(\d+)(?:\.\d+|devel|beta|rc)", done.stdout)
    return int(found[1]) if found else 0
