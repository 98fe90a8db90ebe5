"""A normalised text cut into words, and into pairs of neighbouring characters."""

import re
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import rjieba

DICTIONARY = Path(__file__).with_name("dictionary.txt")
LONGEST = 40  # characters of a token; nobody looks for longer ones
# A number, a Latin word, or one character of a script that does not put spaces between words.
UNIT = re.compile(rf"\d{{1,{LONGEST}}}(?:\.\d{{1,8}})?|[a-z]{{1,{LONGEST}}}|[^\W\d_a-z]")
WORDY = re.compile(r"\w")
EMPTY_WORDS = frozenset((*"的了和与及或在是为对等于以从由将把被其之这那个有也都而并就", "a", "an", "and", "in", "of", "the", "to"))


@cache
def cutter() -> rjieba.Jieba:
    """Return the segmenter with the city's own words in its dictionary."""
    jieba = rjieba.Jieba()
    for word in own_words():
        jieba.add_word(word, max(jieba.suggest_freq(word), 2000), "n")
    return jieba


@cache
def own_words() -> tuple[str, ...]:
    """Return the words of the dictionary file, one a line; what stands behind `#` is a remark."""
    lines = (line.partition("#")[0].split() for line in DICTIONARY.read_text(encoding="utf-8").splitlines())
    return tuple(dict.fromkeys(word for line in lines for word in line))


def cut(text: str) -> list[str]:
    """Return the words of a normalised text, each once where it stands; without empty words and punctuation."""
    return [word for word in cutter().cut(text, False) if word not in EMPTY_WORDS and WORDY.match(word) and len(word) <= LONGEST]


def cut_finely(text: str) -> list[str]:
    """Return words, each behind the words inside it."""
    return [part for word in cut(text) for part in parts(word)]


@lru_cache(maxsize=100_000)
def parts(word: str) -> tuple[str, ...]:
    """Return the words that are found inside a word, and the word itself at the end."""
    if len(word) < 3 or word.isascii():
        return (word,)
    inside = dict.fromkeys(part for part in cutter().cut_all(word) if 1 < len(part) < len(word))
    return (*inside, word)


def units(text: str) -> list[str]:
    """Return characters, numbers and Latin words of a normalised text."""
    return UNIT.findall(text)


def grams(text: str) -> list[str]:
    """Return each pair of neighbouring units; a text of a single unit is that unit."""
    found = units(text)
    return [first + second for first, second in pairwise(found)] if len(found) > 1 else found
