"""One form for all spellings of a text: half width, small letters, simplified characters.

It goes character by character, so that a place in the normalised text can be found in the original again.
"""

import unicodedata
from functools import cache

import opencc

FIRST, LAST = 0x3400, 0x9FFF  # Chinese characters that may be traditional
_SPACE = " "


class _Table(dict[int, str]):
    """What becomes of each character; looked up once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character < " " or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"}:
            folded = _SPACE
        else:
            folded = "".join(_simplified().get(each, each) for each in unicodedata.normalize("NFKC", character).lower()) or _SPACE
        self[code] = folded
        return folded


@cache
def _simplified() -> dict[str, str]:
    """Return the simplified form of every traditional character."""
    characters = [chr(code) for code in range(FIRST, LAST + 1)]
    simple = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, simple, strict=True) if old != new and len(new) == 1}


_table = _Table()


def normalise(text: str) -> str:
    """Return the form of a text that is indexed and searched."""
    return text.translate(_table)


def places(text: str) -> list[int]:
    """Return for each character of `normalise(text)` which character of `text` it comes from."""
    return [place for place, character in enumerate(text) for _ in _table[ord(character)]]
