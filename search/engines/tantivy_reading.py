"""One open index of tantivy, as it was last committed by whichever process."""

from pathlib import Path
from typing import Any

import tantivy

from search.engines.base import Found, Question
from search.engines.tantivy_answering import Answering
from search.engines.tantivy_queries import Translator


class Reading:
    """An open index, and the commit that it shows."""

    def __init__(self, folder: Path, index: tantivy.Index) -> None:
        self.folder = folder
        self._meta = folder / "meta.json"
        self._index = index
        self._stamp: tuple[int, int] | None = None
        self._show(index.searcher())

    def refresh(self) -> None:
        """Show the last commit, of this or of another process."""
        meta = self._meta.stat()
        stamp = (meta.st_mtime_ns, meta.st_ino)
        if stamp != self._stamp:
            self._index.reload()
            self._show(self._index.searcher())
            self._stamp = stamp

    def _show(self, searcher: Any) -> None:  # its stubs know less than it gives
        self._state = Answering(searcher, Translator(self._index.schema, searcher))

    def note(self) -> str:
        return self._state.note()

    def digests(self) -> dict[int, str]:
        return self._state.digests()

    def ask(self, question: Question) -> Found:
        return self._state.answer(question)
