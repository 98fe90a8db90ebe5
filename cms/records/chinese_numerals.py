"""Numbers written in Chinese characters, as on orders and old documents: 第一百零三号, 一〇三."""

from functools import cache

DIGITS = "零一二三四五六七八九"
UNITS = ((1000, "千"), (100, "百"), (10, "十"))
CHARACTERS = DIGITS + "〇○十百千"
LAST = 9999

_ZEROS = str.maketrans("〇○", "零零")
_ARABIC = str.maketrans(DIGITS, "0123456789")


def write_numeral(number: int) -> str:
    """Return a number from 1 to `LAST` as it is read aloud: 103 is 一百零三, 12 is 十二."""
    text, rest = "", number
    for value, unit in UNITS:
        digit, rest = divmod(rest, value)
        if digit:
            text += DIGITS[digit] + unit
        elif text and rest and not text.endswith("零"):
            text += "零"
    return (text + (DIGITS[rest] if rest else "")).removeprefix("一" if text.startswith("一十") else "")


def read_numeral(text: str) -> int | None:
    """Return the number that characters mean, read aloud (一百零三) or one after the other (一〇三); None if they are no number.

    一百三 is none: some mean 103 by it, others 130.
    """
    plain = text.translate(_ZEROS)
    if plain and len(plain) <= len(str(LAST)) and not set(plain) - set(DIGITS):
        return int(plain.translate(_ARABIC))
    return _numbers().get(_with_plain_tens(plain))


@cache
def _numbers() -> dict[str, int]:
    return {_with_plain_tens(write_numeral(number)): number for number in range(1, LAST + 1)}


def _with_plain_tens(text: str) -> str:
    """Return a numeral without 一 before 十, where it may be said or not: 一百一十二 and 一百十二."""
    return text.replace("一十", "十")
