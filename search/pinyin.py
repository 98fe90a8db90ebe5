"""How Chinese text sounds: syllables without tones, and their first letters."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise

from search.folding import fold
from search.segmentation import PIECE, is_han

# Names that a dictionary of words reads otherwise than people here do.
LOCAL = {"长治": [["cháng"], ["zhì"]], "太行": [["tài"], ["háng"]], "太行山": [["tài"], ["háng"], ["shān"]], "泽州": [["zé"], ["zhōu"]]}
LONGEST_SYLLABLE = 6
LETTERS = re.compile("[a-z]+")


@lru_cache(4096)
def syllables_of(text: str) -> tuple[str, ...]:
    """Return the syllables of a folded text, what is not Chinese as it is; punctuation counts for nothing."""
    found: list[str] = []
    for piece in PIECE.findall(text):
        found += _reader()(piece) if is_han(piece) else [piece]
    return tuple(found)


def pairs_of(syllables: tuple[str, ...]) -> list[str]:
    """Return neighbouring syllables, joined: what sounds the same has the same pairs."""
    return [f"{first}'{second}" for first, second in pairwise(syllables)]


def alike(syllables: tuple[str, ...]) -> tuple[str, ...]:
    """Return syllables with one form for sounds that are mixed up by ear and by thumb: zh and z, ch and c, sh and s, ng and n."""
    return tuple(_alike(syllable) for syllable in syllables)


@lru_cache(4096)
def _alike(syllable: str) -> str:
    start = syllable[0] + syllable[2:] if syllable[:2] in ("zh", "ch", "sh") else syllable
    return start[:-1] if start.endswith("ng") else start


def initials_of(syllables: tuple[str, ...]) -> str:
    """Return the first letters of syllables, in one word."""
    return "".join(syllable[0] for syllable in syllables)


def readings_of(letters: str, *, loosely: bool = False) -> list[tuple[str, ...]]:
    """Return the ways to read letters as syllables, the longest syllables first, at most four.

    Loosely, syllables may be written as `alike` writes them, and all are returned so.
    """
    found: list[tuple[str, ...]] = []
    _read(letters, (), found, _syllables() | _alike_syllables() if loosely else _syllables())
    return list(dict.fromkeys(map(alike, found))) if loosely else found


def run_together(text: str) -> str:
    """Return pinyin that was typed with blanks or apostrophes between its syllables (jin cheng shi, xi'an) as one word.

    Any other text is returned as it is, also when only some of its words are pinyin.
    """
    words = re.split(r"[\s'’]+", fold(text).strip())
    together = len(words) > 1 and all(len(word) > 1 and LETTERS.fullmatch(word) and readings_of(word) for word in words)
    return "".join(words) if together else text


def _read(rest: str, before: tuple[str, ...], found: list[tuple[str, ...]], known: frozenset[str]) -> None:
    if len(found) >= 4 or len(before) > 24:
        return
    if not rest:
        found.append(before)
        return
    for length in range(min(LONGEST_SYLLABLE, len(rest)), 0, -1):
        if rest[:length] in known:
            _read(rest[length:], (*before, rest[:length]), found, known)


@cache
def _reader() -> Callable[[str], list[str]]:
    """Return what reads a word; its dictionary takes half a second to load, and who only builds mirrors needs none."""
    from pypinyin import Style, lazy_pinyin, load_phrases_dict

    load_phrases_dict(LOCAL)
    return lambda word: lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)


@cache
def _syllables() -> frozenset[str]:
    from pypinyin import pinyin_dict
    from pypinyin.contrib.tone_convert import to_normal

    sounds = {sound for line in pinyin_dict.pinyin_dict.values() for sound in line.split(",")}
    return frozenset(syllable for syllable in map(to_normal, sounds) if LETTERS.fullmatch(syllable) and len(syllable) > 1) | {"a", "e", "o"}


@cache
def _alike_syllables() -> frozenset[str]:
    return frozenset(map(_alike, _syllables()))
