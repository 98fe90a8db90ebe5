"""One form for what means the same: full width and half width, capitals, traditional and simplified characters."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import chain

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
FORMS = (range(0x2E80, 0x2FE0), range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0xFF10, 0xFF1A))  # of Chinese characters and digits


def fold(text: str) -> str:
    """Return a text as it is compared."""
    return text.translate(_table())


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters the place in the text that it comes from."""
    parts = [fold(character) for character in text]
    return "".join(parts), [place for place, part in enumerate(parts) for _ in part]


def other_forms(text: str) -> str:
    """Return what else becomes one of the Chinese characters and digits of a folded text."""
    return "".join(_forms().get(character, "") for character in set(text))


class _Folding(dict[int, str]):
    """What each character becomes, found out when it is first met. Some become several (㎡, ½), none becomes nothing."""

    def __init__(self) -> None:
        from opencc import OpenCC  # it loads dictionaries, which who only builds mirrors does not need

        self._convert = OpenCC("t2s").convert

    def learn(self, characters: Sequence[str]) -> None:
        """Find out at once what many characters become: one by one takes six times as long."""
        plain = [unicodedata.normalize("NFKC", character).lower() for character in characters]
        simple = self._convert("\n".join(plain)).split("\n")
        for character, one, other in zip(characters, plain, simple, strict=True):
            self[ord(character)] = other if len(one) == 1 else one

    def __missing__(self, code: int) -> str:
        # One character at a time: conversions of whole words would move places, and cost a hundred times as much.
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = self._convert(folded) if len(folded) == 1 else folded
        return self[code]


@cache
def _table() -> _Folding:
    return _Folding()


@cache
def _forms() -> dict[str, str]:
    """The other forms of Chinese characters and digits: traditional ones, radicals, those that other encodings left behind, wide ones."""
    found: dict[str, str] = {}
    characters = [chr(code) for code in chain(*FORMS)]
    _table().learn(characters)
    for character in characters:
        folded = fold(character)
        if folded != character and len(folded) == 1:
            found[folded] = found.get(folded, "") + character
    return found
