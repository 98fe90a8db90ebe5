"""The lines in which webmasters write words for search, and what they mean."""

import re
import unicodedata
from collections.abc import Iterator

from cms.records.search_words import BestBet

SEPARATOR = re.compile(r"[,，;；、\s]+")
EQUALS = re.compile(r"\s*(?:=|＝|→)\s*")
PAGE = re.compile(r"/t\d{8}_(\d{1,18})\.(?:html|json)(?:[?#].*)?$")
LONGEST_WORD, MOST_WORDS, MOST_HOT, LONGEST_HOT = 30, 20, 20, 30


class LineError(ValueError):
    """What is wrong with a line, in words."""


def read_synonyms(text: str) -> tuple[tuple[str, ...], ...]:
    """Return groups of words that mean the same. Raises LineError."""
    return tuple(_words(number, line, least=2) for number, line in _lines(text))


def read_best_bets(text: str) -> tuple[BestBet, ...]:
    """Return which page stands above the results of which queries. Raises LineError."""
    found = []
    for number, line in _lines(text):
        words, *rest = EQUALS.split(line, maxsplit=1)
        if not rest:
            raise LineError(f"第 {number} 行没有等号。请写成“搜索词 = 网页地址”。")
        page = PAGE.search(rest[0])
        if page is None:
            raise LineError(f"第 {number} 行的网页地址不是本网站群的内容页。请打开那一页，复制地址栏里的完整网址。")
        found.append(BestBet(queries=_words(number, words, least=1), page=int(page[1])))
    return tuple(found)


def read_hot(text: str) -> tuple[str, ...]:
    """Return the queries that are offered to who has not typed anything. Raises LineError."""
    found = [(number, _plain(line)) for number, line in _lines(text)]
    for number, words in found:
        if len(words) > LONGEST_HOT:
            raise LineError(f"第 {number} 行超过 {LONGEST_HOT} 字。")
    if len(found) > MOST_HOT:
        raise LineError(f"最多 {MOST_HOT} 个，现在有 {len(found)} 个。")
    return tuple(dict.fromkeys(words for _, words in found))


def with_hot(text: str, words: str) -> str:
    """Return the lines of the hot queries with one more at their end, as they were if it is there. Raises LineError."""
    plain, known = " ".join(_plain(words).split()), read_hot(text)
    if not plain:
        raise LineError("没有写搜索词。")
    if plain in known:
        return text
    if len(known) >= MOST_HOT:
        raise LineError(f"热门搜索最多 {MOST_HOT} 个，已经满了。请先去掉一个。")
    if len(plain) > LONGEST_HOT:
        raise LineError(f"热门搜索最长 {LONGEST_HOT} 字，这一个有 {len(plain)} 字。")
    return "\n".join([*known, plain])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def _words(number: int, text: str, *, least: int) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(filter(None, SEPARATOR.split(_plain(text)))))
    if len(words) < least:
        raise LineError(f"第 {number} 行至少要有 {least} 个词。")
    if len(words) > MOST_WORDS:
        raise LineError(f"第 {number} 行有 {len(words)} 个词，最多 {MOST_WORDS} 个。")
    long = next((word for word in words if len(word) > LONGEST_WORD), "")
    if long:
        raise LineError(f"第 {number} 行的“{long[:10]}……”超过 {LONGEST_WORD} 字。")
    return words


def _plain(text: str) -> str:
    """Return text in half width, as queries are compared."""
    return unicodedata.normalize("NFKC", text).strip()
