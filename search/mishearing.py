"""Whether somebody typed a wrong character of the same sound: no page that is found has it so, and some title sounds like it.

To look for sounds in every query would take longer than all else, and most are typed right: this is asked when pages are known already.
"""

from collections.abc import Callable, Sequence

from search.documents import Document
from search.engines.base import Engine, Question
from search.folding import fold
from search.planning import Plan

First = Callable[[], Sequence[Document]]


def is_misheard(engine: Engine, plan: Plan, first: First, *, is_first: bool) -> bool:
    """Return whether titles should be found by their sound too; `first` gives the first page, on which alone this depends.

    `is_first`: the first page is known, and gives the answer sooner than the engine.
    """
    sounds = plan.sounds()
    if sounds is None or (is_first and _has_all(first(), plan.long_pieces())):
        return False
    if not engine.ask(Question(condition=sounds, size=0)).total:
        return False
    return is_first or not _has_all(first(), plan.long_pieces())


def _has_all(documents: Sequence[Document], pieces: Sequence[str]) -> bool:
    return all(any(_has(document, piece) for document in documents) for piece in pieces)


def _has(document: Document, piece: str) -> bool:
    return piece in fold(document.title) or piece in document.text or piece in document.attachments
