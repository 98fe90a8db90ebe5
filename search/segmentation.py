"""Splits folded text into words, and into pairs of characters.

Words follow a dictionary, rjieba's with our own names and terms; their limits depend on what stands around them. Pairs do not,
so an exact phrase is looked for by pairs: 太行山大峡谷 is 太行 行山 山大 大峡 峡谷. Punctuation counts for neither.
"""

import re
from functools import cache
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

from search.folding import HAN

if TYPE_CHECKING:
    from rjieba import Jieba

FILE = Path(__file__).parent / "dictionary.txt"
RUNS = re.compile(rf"([{HAN}]+)|([^\W_{HAN}]+)")
PIECE = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
# What stands between Chinese characters: nobody types it, and whoever copies a passage may have lost it.
BETWEEN = re.compile(rf"(?<=[{HAN}])[\W_]+(?=[{HAN}])")
HAN_FIRST = re.compile(f"[{HAN}]")
END = "·"  # a token that no text has: it is neither a letter nor a digit
FREQUENCY = 20_000  # of a word of ours: above what its parts reach together
LONGEST = 64  # characters of a token without Chinese: what is longer nobody types


def words_in(text: str) -> list[str]:
    """Return the words of a folded text one after the other, not overlapping."""
    return [word[:LONGEST] for word in _jieba().cut(text) if word[0].isalnum()]


def all_words_in(text: str) -> list[str]:
    """Return the words of a folded text and the shorter words in them: a document is found by either."""
    return [word[:LONGEST] for word in _jieba().cut_for_search(text) if word[0].isalnum()]


def pairs_in(text: str) -> list[str]:
    """Return pairs of neighbouring Chinese characters of a folded text, and what stands alone between them."""
    return [token for token in places_in(text) if token != END]


def places_in(text: str) -> list[str]:
    """Return the same with an END behind each run of pairs, so that a run has as many places as characters.

    Two pairs that are two places apart then have no other pair between them than that of their own characters, and phrases can be
    looked for by every second pair.
    """
    found: list[str] = []
    for han, other in RUNS.findall(BETWEEN.sub("", text)):
        if other:
            found.append(other[:LONGEST])
        elif len(han) == 1:
            found.append(han)
        else:
            found += map(add, han, han[1:])
            found.append(END)
    return found


def passage_in(text: str) -> list[str]:
    """Return what a passage has in each place, to look for it in a longer text: without the END behind it."""
    found = places_in(text)
    return found[:-1] if found and found[-1] == END else found


def is_han(token: str) -> bool:
    return bool(HAN_FIRST.match(token))


@cache
def _jieba() -> "Jieba":
    from rjieba import Jieba  # its dictionary is loaded with it, and who only builds mirrors needs none

    jieba = Jieba()
    for line in FILE.read_text("utf-8").splitlines():
        word = line.partition("#")[0].strip()
        if word:
            jieba.add_word(word, FREQUENCY, "n")
    return jieba
