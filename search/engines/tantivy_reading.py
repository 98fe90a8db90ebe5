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
        translator = Translator(self._index.schema, searcher)
        self._state = searcher, translator, Answering(searcher, translator)

    def note(self) -> str:
        searcher, translator, _ = self._state  # another thread may turn to a later commit
        hits = searcher.search(translator.notes, limit=1, count=False).hits
        return bytes(searcher.doc(hits[0][1]).get_first("stored")).decode() if hits else ""

    def digests(self) -> dict[int, str]:
        searcher, translator, _ = self._state
        if not searcher.num_docs:
            return {}
        places = [place for _, place in searcher.search(translator.entries, limit=searcher.num_docs, count=False).hits]
        places.sort(key=lambda place: (place.segment_ord, place.doc))
        keys = searcher.fast_field_values("key", places) if places else []
        return {int(key): str(searcher.doc(place).get_first("digest")) for key, place in zip(keys, places, strict=True)}

    def ask(self, question: Question) -> Found:
        _, _, answering = self._state
        return answering.answer(question)
