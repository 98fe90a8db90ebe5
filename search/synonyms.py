"""Other words for what somebody types: the general vocabulary, and what staff gave for a site or the cluster."""

from collections.abc import Iterator, Mapping, Sequence

from search.segmentation import words_in

LONGEST = 6  # words of which a synonym may consist


class Synonyms:
    """Tables of other words by word, all folded. It is made for one question, and remembers what it found for that."""

    def __init__(self, *tables: Mapping[str, Sequence[str]]) -> None:
        self._tables = tables
        self._cut: dict[str, list[str]] = {}
        self._of: dict[str, tuple[str, ...]] = {}

    def of(self, word: str) -> tuple[str, ...]:
        """Return the other words for a word, without doubles."""
        if word not in self._of:
            self._of[word] = tuple(dict.fromkeys(other for table in self._tables for other in table.get(word, ())))
        return self._of[word]

    def cut(self, piece: str) -> list[str]:
        """Return the words of a folded piece; neighbours that have other words only together stay together (上 户口 → 上户口)."""
        if piece not in self._cut:
            self._cut[piece] = list(self._together(words_in(piece)))
        return self._cut[piece]

    def _together(self, words: Sequence[str]) -> Iterator[str]:
        start = 0
        while start < len(words):
            end = next((
                end for end in range(min(len(words), start + LONGEST), start + 1, -1) if self.of("".join(words[start:end]))
            ), start + 1)
            yield "".join(words[start:end])
            start = end
