"""How Chinese is typed by sound: syllables without tones, and their first letters."""

import re
from functools import cache, lru_cache
from itertools import pairwise

import pypinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

# Readings that the general dictionary would not choose in this city: word, syllables.
READINGS = {
    "长平": "chang ping", "太行": "tai hang", "端氏": "duan shi", "砥洎城": "di ji cheng", "泫氏": "xuan shi", "大箕": "da ji",
    "町店": "ting dian", "圪塔": "ge da", "马圪当": "ma ge dang", "高都": "gao du", "蟒河": "mang he", "珏山": "jue shan",
    "神农": "shen nong", "获泽": "huo ze", "演礼": "yan li", "润城": "run cheng", "行政": "xing zheng", "银行": "yin hang",
    "重大": "zhong da", "重点": "zhong dian", "调整": "tiao zheng", "调查": "diao cha", "参与": "can yu", "会计": "kuai ji",
}
CHINESE = re.compile(r"[\u3400-\u9fff]")
PIECE = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+")
LONGEST_SYLLABLE = 6
MOST_LETTERS = 60


@cache
def _load() -> None:
    pypinyin.load_phrases_dict({word: [[each] for each in sounds.split()] for word, sounds in READINGS.items()})


@lru_cache(maxsize=30_000)
def plain_reading(character: str) -> str:
    """Return the first reading of a character, whatever stands beside it; the character itself if it has none."""
    sounds = PINYIN_DICT.get(ord(character), "")
    return str(to_normal(sounds.split(",")[0])).replace("ü", "v") if sounds else character


@lru_cache(maxsize=200_000)
def readings(word: str) -> tuple[str, ...]:
    """Return the syllables of a run of Chinese characters, as its words are read."""
    _load()
    return tuple(each.replace("ü", "v") for each in pypinyin.lazy_pinyin(word))


def syllables(text: str, *, plainly: bool = False) -> list[str]:
    """Return the syllables of a normalised text; numbers and Latin words stand for themselves."""
    found: list[str] = []
    for piece in PIECE.findall(text):
        if not CHINESE.match(piece):
            found.append(piece)
        elif plainly:
            found += map(plain_reading, piece)
        else:
            found += readings(piece)
    return found


def pairs(sounds: list[str]) -> list[str]:
    """Return neighbouring syllables as one token; a single one is itself."""
    return [first + second for first, second in pairwise(sounds)] if len(sounds) > 1 else sounds


def initials(sounds: list[str]) -> str:
    """Return the first letters of syllables."""
    return "".join(each[:1] for each in sounds)


@cache
def _known() -> frozenset[str]:
    return frozenset(plain_reading(chr(code)) for code in range(0x4E00, 0x9FA6)) | {"lv", "nv", "er"}


def split(letters: str) -> list[str] | None:
    """Return the syllables that letters are made of, the longest first; None if they are not pinyin."""
    if len(letters) > MOST_LETTERS:
        return None
    best: dict[int, list[str]] = {len(letters): []}
    for start in range(len(letters) - 1, -1, -1):
        for end in range(min(len(letters), start + LONGEST_SYLLABLE), start, -1):
            if end in best and letters[start:end] in _known() and (start not in best or len(best[end]) + 1 < len(best[start])):
                best[start] = [letters[start:end], *best[end]]
    return best.get(0)
