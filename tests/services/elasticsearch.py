"""A real Elasticsearch node for the time of the tests, out of its published jars: no container, no package of a system.

    python -m tests.services.elasticsearch      fetch and compile what it needs, as .ci/run does

What was fetched stays in var/, so that it is fetched once.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest

from tests.services.programs import free_port, missing, program

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(__file__).with_suffix("")
CACHE = ROOT / "var/elasticsearch"
JAVA = "/usr/lib/jvm/*/bin/java"
# For a node that lives for minutes beside the tests: little memory, and no long thoughts of the compiler's.
FLAGS = ("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
SHARED_MEMORY = Path("/dev/shm")  # nothing here has to survive a power cut
STARTING = 120.0  # seconds until a node that starts on a busy machine is given up
DESCRIPTOR = """name=transport-netty4
description=HTTP
version={version}
elasticsearch.version={version}
java.version=17
classname=org.elasticsearch.transport.netty4.Netty4Plugin
has.native.controller=false
licensed=false
"""


def version() -> str:
    pom = ElementTree.parse(SOURCES / "pom.xml")
    return pom.findtext(".//{*}elasticsearch.version", "")


def prepare() -> Path:
    """Return the folder with the node's program; what is not there yet is fetched and compiled."""
    home = CACHE / version()
    if home.exists():
        return home
    maven, javac = program("mvn"), program("javac", "/usr/lib/jvm/*/bin/javac")
    CACHE.mkdir(parents=True, exist_ok=True)
    # Two test processes may be here at once: each makes a folder of its own, and the first one stays.
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        made = Path(folder) / "home"
        _run(
            maven, "--quiet", "--batch-mode", "--file", SOURCES / "pom.xml", f"-Dmaven.repo.local={CACHE / 'maven'}",
            "dependency:copy-dependencies", f"-DoutputDirectory={made / 'lib'}",
        )
        _arrange(made)
        _run(javac, "-cp", f"{made}/lib/*", "-d", made / "classes", SOURCES / "SearchNode.java")
        try:
            made.rename(home)
        except OSError:
            if not home.exists():
                raise
    return home


def _arrange(home: Path) -> None:
    """Put the jars where a server looks for them: the transport is a module, with a loader of its own."""
    module = home / "modules/transport-netty4"
    for folder in (module, home / "config", home / "plugins"):
        folder.mkdir(parents=True)
    for pattern in ("netty-*.jar", "transport-netty4-*.jar"):
        for jar in (home / "lib").glob(pattern):
            jar.rename(module / jar.name)
    (module / "plugin-descriptor.properties").write_text(DESCRIPTOR.format(version=version()))
    (home / "config/elasticsearch.yml").touch()
    shutil.copy(SOURCES / "log4j2.properties", home / "config")


def _run(*words: str | Path) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        missing(f"Elasticsearch ({words[0]}: {(done.stdout + done.stderr).strip()[-600:]})")


class ElasticsearchNode:
    """A node with a folder of its own, which can be stopped and started again at the same address."""

    def __init__(self, folder: Path, flags: tuple[str, ...] = FLAGS) -> None:
        self._java, self._home = program("java", JAVA), prepare()
        self._folder, self._flags, self.port = folder, flags, free_port()
        self._data = tempfile.mkdtemp(prefix="elasticsearch-", dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else folder)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        words = [
            self._java, *self._flags, "-cp", f"{self._home}/classes:{self._home}/lib/*", "SearchNode", str(self._home),
            self._data, str(self.port),
        ]
        with (self._folder / "log").open("ab") as log:
            self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._wait()

    def _wait(self) -> None:
        """Return when it answers; fail when it has ended or never does."""
        assert self.process is not None
        end = time.monotonic() + STARTING
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(OSError), urlopen(f"{self.url}/_cluster/health?wait_for_status=yellow", timeout=30):
                return
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.2)
        pytest.fail(f"Elasticsearch did not start: {(self._folder / 'log').read_text()[-2000:]}")

    def stop(self) -> None:
        """Stop it as a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)
            self.process = None


    def remove(self) -> None:
        shutil.rmtree(self._data, ignore_errors=True)


@pytest.fixture(scope="session")
def elasticsearch_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ElasticsearchNode]:
    """Give a node that runs; every test takes an index of a name of its own."""
    yield from running(tmp_path_factory.mktemp("elasticsearch"))


def running(folder: Path, flags: tuple[str, ...] = FLAGS) -> Iterator[ElasticsearchNode]:
    """Give a node that runs, and stop it afterwards."""
    node = ElasticsearchNode(folder, flags)
    try:
        node.start()
        yield node
    finally:
        node.stop()
        node.remove()


@pytest.fixture(scope="session")
def elasticsearch_url(elasticsearch_node: ElasticsearchNode) -> str:
    return elasticsearch_node.url


if __name__ == "__main__":
    os.environ["CI"] = "true"  # what is missing is an error here
    prepare()
