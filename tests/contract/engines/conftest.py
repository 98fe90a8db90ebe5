"""Every engine, empty, one test after the other.

A further engine is one more line in MAKERS, which are given a folder and the address of a server; an engine that needs
a server names the fixture of its address in NEEDS.
"""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine

MAKERS: dict[str, Callable[[Path, str], Engine]] = {
    "memory": lambda root, server: MemoryEngine(),
    "embedded": lambda root, server: EmbeddedEngine(root / "search"),
    "elasticsearch": lambda root, server: ElasticsearchEngine(server, f"test-{uuid4().hex}"),
}
NEEDS: dict[str, str] = {"elasticsearch": "elasticsearch_url"}


@pytest.fixture(params=[pytest.param(name, marks=[pytest.mark.server] if name in NEEDS else []) for name in MAKERS])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    server = request.getfixturevalue(NEEDS[request.param]) if request.param in NEEDS else ""
    return MAKERS[request.param](tmp_path, server)
