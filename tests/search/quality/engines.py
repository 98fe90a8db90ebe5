"""Every engine of the contract, filled with documents and ready to be asked, as a search page asks."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from search.analysis import entry_of
from search.documents import Document
from search.searching import search
from tests.contract.engines.conftest import MAKERS
from tests.search.quality.judging import Ask

TODAY = date(2026, 11, 20)  # the last day of the demo's texts: what is recent must not depend on when the tests run
# The one in memory looks at every entry for every question: hundreds of questions would take it minutes.
ENGINES = {name: maker for name, maker in MAKERS.items() if name != "memory"}


@contextmanager
def engine_of(name: str, documents: Iterable[Document], address: str = "") -> Iterator[Ask]:
    """Give what answers queries out of these documents; `address` is that of the server, if the engine needs one."""
    with tempfile.TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder), address)
        engine.replace(map(entry_of, documents), "")
        yield lambda query: [hit.document for hit in search(engine, query, today=TODAY).hits]
