"""Other words for what somebody types: the general vocabulary, and what staff gave for a site or the cluster."""

from collections.abc import Mapping, Sequence

from search.segmentation import words_in

LONGEST = 6  # words of which a synonym may consist


class Synonyms:
    """Tables of other words by word, all folded."""

    def __init__(self, *tables: Mapping[str, Sequence[str]]) -> None:
        self._tables = tables

    def of(self, word: str) -> tuple[str, ...]:
        """Return the other words for a word, without doubles."""
        return tuple(dict.fromkeys(other for table in self._tables for other in table.get(word, ())))

    def cut(self, piece: str) -> list[str]:
        """Return the words of a folded piece; neighbours that have other words only together stay together (上 户口 → 上户口)."""
        words = words_in(piece)
        found: list[str] = []
        start = 0
        while start < len(words):
            end = next((
                end for end in range(min(len(words), start + LONGEST), start + 1, -1) if self.of("".join(words[start:end]))
            ), start + 1)
            found.append("".join(words[start:end]))
            start = end
        return found
