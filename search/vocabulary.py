"""What people say for what officials call something else, out of `synonyms.txt`, which says how a line is written."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "synonyms.txt"
EVERYDAY, SAME = " > ", " = "
OtherWords = Mapping[str, tuple[str, ...]]


@cache
def builtin_synonyms() -> OtherWords:
    """Return the general vocabulary of government that comes with the search."""
    return read_synonyms(FILE.read_text("utf-8"))


def read_synonyms(text: str) -> OtherWords:
    """Return what else to look for, by word. Raises ValueError with the number of a line that says nothing."""
    found: dict[str, dict[str, None]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].strip()
        if words:
            for word, others in _read(number, words):
                found.setdefault(word, {}).update(dict.fromkeys(others))
    return {word: tuple(others) for word, others in found.items()}


def _read(number: int, line: str) -> list[tuple[str, list[str]]]:
    """Return (word, what it is also called) of a line."""
    left, everyday, right = line.partition(EVERYDAY)
    words = [word.strip() for word in (right.split(",") if everyday else line.split(SAME))]
    same = [(word, [other for other in words if other != word]) for word in words]
    pairs = [(left.strip(), words)] if everyday else same
    if any(not word or " " in word or not others or not all(others) or word in others for word, others in pairs):
        raise ValueError(f"第 {number} 行不是同义词：{line}")
    return pairs
