"""The demo cluster, seeded and built in a folder of its own as `make build` does it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from tests.services import migrated
from tests.services.http import get
from tests.services.programs import free_port

ROOT = Path(__file__).resolve().parents[2]
LOOKS, PAUSE = 240, 0.5  # at an index that is being built; seconds between them


@dataclass(frozen=True)
class Demo:
    """A seeded cluster: its folder, its port, and how to run a command on it."""

    data: Path
    port: int
    database: str = ""
    elasticsearch: str = ""

    @property
    def mirrors(self) -> Path:
        return self.data / "mirrors"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ, "DJANGO_SETTINGS_MODULE": "tests.services.settings", "DATA_ROOT": str(self.data),
            "DATABASE_URL": self.database, "ELASTICSEARCH_URL": self.elasticsearch,
            "PUBLIC_BASE_URL_PATTERN": f"http://{{host}}:{self.port}", "DESK_URL": f"http://desk.localhost:{self.port}",
            "ADMIN_URL": f"http://cms.localhost:{self.port}", "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *words: str) -> str:
        """Run a command to its end and return what it printed; what it printed before it failed is in the error."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def seed(self) -> "Demo":
        """Fill a database after all migrations, which its address has to name unless it is a file."""
        if not self.database:
            shutil.copyfile(migrated.sqlite(), self.data / "db.sqlite3")
        self.manage("seed", "--size", "tiny")
        return self

    def build(self) -> "Demo":
        self.manage("build", "--verbosity", "0")
        return self


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Give the tiny cluster without mirrors, to be copied."""
    return Demo(tmp_path_factory.mktemp("seeded"), free_port()).seed()


@pytest.fixture(scope="session")
def demo(seeded: Demo, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Give the tiny cluster, built; tests only read it."""
    return copied(seeded, tmp_path_factory.mktemp("demo")).build()


def copied(cluster: Demo, place: Path) -> Demo:
    """Return a copy of a cluster in a folder, for another port."""
    shutil.copytree(cluster.data, place, symlinks=True, dirs_exist_ok=True)
    return Demo(place, free_port())


@dataclass(frozen=True)
class Served:
    """The demo server on a cluster of its own, for tests that edit."""

    demo: Demo

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}.localhost:{self.demo.port}{path}"


@pytest.fixture(scope="session")
def served(seeded: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a tiny cluster as `make demo` does, until the tests end."""
    cluster = copied(seeded, tmp_path_factory.mktemp("served")).build()
    command = [sys.executable, "manage.py", "serve_demo", "--port", str(cluster.port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=cluster.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as server:
        assert server.stdout is not None
        said = ""
        for line in server.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        assert server.poll() is None and "演示已就绪" in said, said
        # What it says from now on goes nowhere, but the pipe must not fill up.
        drain = subprocess.Popen(["cat"], stdin=server.stdout, stdout=subprocess.DEVNULL)
        try:
            yield Served(cluster)
        finally:
            server.terminate()
            server.wait(60)
            drain.wait(10)


@pytest.fixture(scope="session")
def searched(served: Served) -> Served:
    """Give the demo server with its index, which it builds by itself, in one step."""
    port = served.demo.port
    said = b""
    for _ in range(LOOKS):
        answer = get(port, f"desk.localhost:{port}", "/api/v1/search/?page_size=1")
        said = answer.body
        if answer.status == 200 and json.loads(said)["count"]:
            return served
        Event().wait(PAUSE)
    pytest.fail(f"the index never came: {said.decode()}")
