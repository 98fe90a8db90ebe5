"""One form for what means the same: full width and half width, capitals, traditional and simplified characters."""

import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
FIRST, LAST = 0x3400, 0x9FFF


def fold(text: str) -> str:
    """Return a text as it is compared."""
    return unicodedata.normalize("NFKC", text).lower().translate(_simplified())


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters the place in the text that it comes from."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded, list(range(len(text)))
    # Some characters become several (㎡, ½), or several one: then each is folded alone.
    parts = [_folded(character) for character in text]
    return "".join(parts), [place for place, part in enumerate(parts) for _ in part]


@lru_cache(20_000)
def _folded(character: str) -> str:
    return fold(character)


@cache
def _simplified() -> dict[int, str]:
    """Return the simplified character of each traditional one: one for one, so that places in a text stay what they are."""
    convert = OpenCC("t2s").convert
    # A character alone is always converted to one character; words have dictionaries of their own, which would not be.
    converted = {code: convert(chr(code)) for code in range(FIRST, LAST + 1)}
    return {code: new for code, new in converted.items() if new != chr(code) and len(new) == 1}
