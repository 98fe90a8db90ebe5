"""Document numbers (文号): code word of the issuing organ, year, serial, as in `晋市政发〔2026〕3号`.

The form is that of GB/T 9704-2012, 7.2.5: the year in full between 〔〕, Arabic digits, no 第 and no zeros before the serial; what several
organs issue together has the number of the one that led. People type it in many other ways; all are read here.
"""

import re
from dataclasses import dataclass
from unicodedata import category, normalize

FORM = "文号格式如“晋市政发〔2026〕5号”"
WORD = re.compile(r"[\u4e00-\u9fa5]{2,12}")
FIRST_YEAR, LAST_YEAR, LAST_SERIAL = 1900, 2099, 9999

_OPENING, _CLOSING = re.escape("〔[({<【〖〈《「"), re.escape("〕])}>】〗〉》」")
_SPELLING = re.compile(
    r"(?P<word>[^\W\d_]*?)"
    rf"(?:[{_OPENING}]?(?P<year>\d{{1,9}})(?:年?[{_CLOSING}]|年))?"
    r"第?(?P<serial>\d{1,9})(?P<end>号?)(?:文件?)?"
)


class NumberError(ValueError):
    """A text is no document number; the message says in Chinese what is missing."""


@dataclass(frozen=True, order=True)
class DocumentNumber:
    """A document number; as text it has its one prescribed spelling."""

    word: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.serial}号"

    @property
    def variants(self) -> tuple[str, ...]:
        """Return the spellings by which people ask for it, the prescribed one first.

        Of the code word they leave out the place (政办 for 晋市政办), of the number the word, or the year.
        """
        words = [self.word[start:] for start in range(len(self.word) - 1)]
        years = [pattern.format(self.year) for pattern in ("〔{}〕", "[{}]", "({})", "{}年", "{}年第")]
        named = [f"{word}{year}{self.serial}号" for word in words for year in (*years, "")]
        return (*named, *(f"{year}{self.serial}号" for year in years))


@dataclass(frozen=True)
class Reference:
    """What somebody typed to name a document: a number of which word or year may be missing."""

    word: str
    year: int | None
    serial: int

    def fits(self, number: DocumentNumber) -> bool:
        """Return whether it may mean a document number."""
        same = self.serial == number.serial and self.year in (None, number.year)
        return same and number.word.endswith(self.word)


def read(text: str) -> Reference | None:
    """Return what a text refers to, in whatever brackets and widths; None if it does not look like a document number."""
    found = _SPELLING.fullmatch(_plain(text))
    if found is None or not (found["year"] or found["end"]):
        return None  # digits alone name nothing
    return Reference(found["word"], int(found["year"]) if found["year"] else None, int(found["serial"]))


def parse(text: str) -> DocumentNumber:
    """Return the document number that a text spells in any way. Raises NumberError."""
    found = read(text)
    if found is None:
        raise NumberError(f"{FORM}：机关代字、六角括号里的年份、阿拉伯数字的序号。")
    if not WORD.fullmatch(found.word):
        raise NumberError(f"{FORM}：开头须有 2 至 12 个汉字的机关代字。")
    if found.year is None:
        raise NumberError(f"{FORM}：缺少年份。")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NumberError(f"{FORM}：年份须写四位，例如 2026。")
    if not 1 <= found.serial <= LAST_SERIAL:
        raise NumberError(f"{FORM}：序号为 1 至 {LAST_SERIAL}。")
    return DocumentNumber(found.word, found.year, found.serial)


def spelled(text: str) -> str:
    """Return a document number as it is prescribed; a text that is none is returned as it is."""
    try:
        return str(parse(text))
    except NumberError:
        return text


def _plain(text: str) -> str:
    """Return a text in half width, without spaces and without the invisible characters that come along with pasting."""
    return "".join(each for each in normalize("NFKC", text) if not each.isspace() and category(each) != "Cf")
