"""“您是不是要找”: what in the title of a page was probably meant."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from search.folding import fold
from search.pinyin import syllables_of

ALIKE = 0.6
FEWEST = 2  # characters


def meant(piece: str, titles: Iterable[str]) -> str:
    """Return the passage of the titles that sounds like a folded piece, or else is spelled most like it; empty if none does."""
    if len(piece) < FEWEST:
        return ""
    syllables = syllables_of(piece)
    best, best_value = "", ALIKE
    for title in map(fold, titles):
        for start in range(len(title) - len(piece) + 1):
            passage = title[start:start + len(piece)]
            if passage == piece or not passage.isalnum():
                continue
            if passage[0] != piece[0] and passage[-1] != piece[-1] and syllables_of(passage) != syllables:
                continue
            value = 1.0 if syllables_of(passage) == syllables else SequenceMatcher(None, passage, piece).ratio()
            if value > best_value:
                best, best_value = passage, value
    return best
