"""Every engine, empty, one test after the other.

A further engine is one more line in MAKERS; one that needs a server names the fixture of that server in NEEDS.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine

MAKERS: dict[str, Callable[[Path], Engine]] = {
    "memory": lambda root: MemoryEngine(),
    "embedded": lambda root: EmbeddedEngine(root / "search"),
}
NEEDS: dict[str, str] = {}


@pytest.fixture(params=[pytest.param(name, marks=[pytest.mark.server] if name in NEEDS else []) for name in MAKERS])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param in NEEDS:
        request.getfixturevalue(NEEDS[request.param])
    return MAKERS[request.param](tmp_path)
