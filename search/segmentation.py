"""Splits folded text into words, and into pairs of characters.

Words follow a dictionary, rjieba's with our own names and terms; their limits depend on what stands around them. Pairs do not,
so an exact phrase is looked for by pairs: 太行山大峡谷 is 太行 行山 山大 大峡 峡谷. A number, or another word that is not Chinese, is one
unit, as a character is: 第12条规定 is 第12 12条 条规 规定. Punctuation counts for neither.
"""

import re
from functools import cache, lru_cache
from itertools import islice, pairwise
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from search.folding import HAN

if TYPE_CHECKING:
    from rjieba import Jieba

FILE = Path(__file__).parent / "dictionary.txt"
OTHER = rf"[^\W_{HAN}]+"  # a number, or a word that is not Chinese
RUNS = re.compile(rf"([{HAN}]+)|({OTHER})")
PIECE = re.compile(rf"[{HAN}]+|{OTHER}")
HAN_FIRST = re.compile(f"[{HAN}]")
END = "·"  # what no text has: it is neither a letter nor a digit. It also stands between two units that are not Chinese
PAIR = re.compile(rf"(?=.*[{HAN}{END}])([{HAN}]|{OTHER}){END}?([{HAN}]|{OTHER})")
FREQUENCY = 20_000  # of a word of ours: above what its parts reach together
WORDS = 4096  # whose pairs are remembered: of a query, each is asked for several times
LONGEST = 64  # characters of a token without Chinese: what is longer nobody types


def words_in(text: str) -> list[str]:
    """Return the words of a folded text one after the other, not overlapping."""
    return [word[:LONGEST] for word in _jieba().cut(text) if word[0].isalnum()]


def all_words_in(text: str) -> list[str]:
    """Return the words of a folded text and the shorter words in them: a document is found by either."""
    return [word[:LONGEST] for word in _jieba().cut_for_search(text) if word[0].isalnum()]


class Units(NamedTuple):
    """The Chinese characters of a folded text, its numbers and its other words, as they follow each other.

    `others` are the places of what is not Chinese.
    """

    units: list[str]
    others: list[int]

    def places(self) -> list[str]:
        """Return each unit joined with the next, and an END for the last, so that there are as many places as units.

        Two pairs that are two places apart then have no other pair between them than that of their own units, and phrases can be
        looked for by every second pair. A single unit stands alone.
        """
        if len(self.units) < 2:
            return self.units
        found = [*map(add, self.units, islice(self.units, 1, None)), END]
        for before, place in pairwise(self.others):
            if place == before + 1:
                found[before] = f"{self.units[before]}{END}{self.units[place]}"
        return found

    def alone(self) -> list[str]:
        """Return what is not Chinese, each once."""
        return list(dict.fromkeys(self.units[place] for place in self.others))

    def pairs(self) -> list[str]:
        """Return what a text with these words has wherever they stand: pairs of Chinese characters, and what is not Chinese alone.

        A character that has no other beside it is joined with the unit before, or after, for it says nothing alone.
        """
        found = []
        units = ["", *self.units, ""]
        han = [is_han(unit) for unit in units]
        for place, unit in enumerate(self.units, 1):
            if not han[place]:
                found.append(unit)
            elif han[place + 1]:
                found.append(unit + units[place + 1])
            elif not han[place - 1]:
                found.append(units[place - 1] + unit if units[place - 1] else unit + units[place + 1])
        return found


def cut(text: str) -> Units:
    """Return the units of a folded text."""
    units: list[str] = []
    others = []
    for han, other in RUNS.findall(text):
        if other:
            others.append(len(units))
            units.append(other[:LONGEST])
        else:
            units += han
    return Units(units, others)


@lru_cache(WORDS)
def pairs_in(text: str) -> tuple[str, ...]:
    """Return what a text with these words has, wherever they stand."""
    return tuple(cut(text).pairs())


def passage_in(text: str) -> list[str]:
    """Return what a passage has in each place, to look for it in a longer text: without the END behind it."""
    found = cut(text).places()
    return found[:-1] if len(found) > 1 else found


def units_of(pair: str) -> tuple[str, str] | None:
    """Return the two units of a token of `Units.places`, None of other tokens."""
    found = PAIR.fullmatch(pair)
    return (found[1], found[2]) if found else None


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

