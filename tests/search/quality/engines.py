"""Every engine, filled with documents and ready to be asked, as a search page asks.

A further engine is one more line in ENGINES; one that needs a server names the fixture of its address in NEEDS.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from search.analysis import entry_of
from search.documents import Document
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.searching import search
from tests.search.quality.judging import Ask

TODAY = date(2026, 11, 20)  # the last day of the demo's texts: what is recent must not depend on when the tests run
ENGINES: dict[str, Callable[[Path, str], Engine]] = {
    "memory": lambda folder, address: MemoryEngine(),
    "embedded": lambda folder, address: EmbeddedEngine(folder / "index"),
}
NEEDS: dict[str, str] = {}


@contextmanager
def engine_of(name: str, documents: Iterable[Document], address: str = "") -> Iterator[Ask]:
    """Give what answers queries out of these documents; `address` is that of the server, if the engine needs one."""
    with tempfile.TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder), address)
        engine.replace(map(entry_of, documents), "")
        yield lambda query: [hit.document for hit in search(engine, query, today=TODAY).hits]
