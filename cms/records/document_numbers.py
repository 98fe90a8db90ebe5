"""Document numbers (文号): code word of the issuing organ, year, serial, as in `晋市政发〔2026〕3号`.

The form is that of GB/T 9704-2012, 7.2.5: the year in full between 〔〕, Arabic digits, no 第 and no zeros before the serial; what several
organs issue together has the number of the one that led. Orders (令) are counted through the years, under the organ's full name, without a
year: `晋城市人民政府令第12号` (7.2.5 does not hold for them, 10.2 has their form). People type all of it in many other ways; all
are read here.
"""

import re
from dataclasses import dataclass
from unicodedata import category, normalize

from cms.records import chinese_numerals

FORM = "文号格式如“晋市政发〔2026〕5号”"
WORD = re.compile(r"[\u4e00-\u9fa5]{2,12}")
ORDER = "令"
NAMED_ORDER = re.compile(rf"[\u4e00-\u9fa5]{{2,24}}{ORDER}")
FIRST_YEAR, LAST_YEAR, LAST_SERIAL = 1900, 2099, 9999

_OPENING, _CLOSING = re.escape("〔[({<【〖〈《「"), re.escape("〕])}>】〗〉》」")
_SPELLING = re.compile(
    r"(?P<word>[^\W\d_]*?)"
    rf"(?:[{_OPENING}]?(?P<year>\d{{1,9}})(?:年?[{_CLOSING}]|年))?"
    r"第?(?P<serial>\d{1,9})(?P<end>号?)(?:文件?)?"
)
_NUMERAL = re.compile(rf"[{chinese_numerals.CHARACTERS}]+(?=号)|[{chinese_numerals.CHARACTERS}]{{4}}(?=年|[{_CLOSING}])")
_BARE_YEAR = re.compile(r"(?P<word>[^\W\d_]{2,}?)(?P<year>(?:19|20)\d\d)(?:[-‐-―/](?P<behind>\d{1,4})号?|(?P<serial>\d{1,4})号)")
_ORDER_SPELLINGS = (
    re.compile(r"(?P<word>[^\W\d_]*?)第?(?P<serial>\d{1,9})号令"),
    re.compile(rf"(?P<word>[^\W\d_]*?)令[{_OPENING}]第?(?P<serial>\d{{1,9}})号[{_CLOSING}]"),
)


class NumberError(ValueError):
    """A text is no document number; the message says in Chinese what is missing."""


@dataclass(frozen=True)
class DocumentNumber:
    """A document number; as text it has its one prescribed spelling. Only orders are without a year."""

    word: str
    year: int | None
    serial: int

    def __str__(self) -> str:
        return f"{self.word}第{self.serial}号" if self.year is None else f"{self.word}〔{self.year}〕{self.serial}号"

    @property
    def words(self) -> tuple[str, ...]:
        """Return by what people name the organ, the whole first: of the code word they leave out the place (政办 for 晋市政办).

        Of an order they leave out 令, too (晋城市人民政府第12号), or all but that, and say 政府 for 人民政府.
        """
        forms = [self.word]
        if self.year is None:
            forms += [self.word.replace("人民政府", "政府")]
            forms += [form.removesuffix(ORDER) for form in forms]
        parts = [form[start:] for form in forms for start in range(len(form) - 1)]
        return tuple(dict.fromkeys(parts + ([ORDER] if self.year is None else [])))

    @property
    def variants(self) -> tuple[str, ...]:
        """Return the spellings by which people ask for it, the prescribed one first; some are without the word, or the year."""
        if self.year is None:
            named = [f"{word}{before}{self.serial}号" for word in self.words for before in ("第", "")]
            orders = [word.removesuffix(ORDER) for word in self.words if word.endswith(ORDER)]
            return (*named, *(f"{word}{before}{self.serial}号{ORDER}" for word in orders for before in ("第", "")))
        years = [pattern.format(self.year) for pattern in ("〔{}〕", "[{}]", "({})", "{}年", "{}年第")]
        named = [f"{word}{year}{self.serial}号" for word in self.words for year in (*years, "")]
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
        return same and any(word.endswith(self.word) for word in number.words)

    @property
    def order_endings(self) -> tuple[str, ...]:
        """Return with what the prescribed spelling of an order ends that this may mean; nothing if it has a year."""
        if self.year is not None:
            return ()
        word = self.word.removesuffix(ORDER) + ORDER
        full = re.sub("(?<!人民)政府", "人民政府", word)
        return tuple(dict.fromkeys(f"{each}第{self.serial}号" for each in (word, full)))


def read(text: str) -> Reference | None:
    """Return what a text refers to, in whatever brackets and widths; None if it does not look like a document number."""
    plain = _plain(text)
    for spelling in _ORDER_SPELLINGS:
        if order := spelling.fullmatch(plain):
            return Reference(order["word"] + ORDER, None, int(order["serial"]))
    if bare := _BARE_YEAR.fullmatch(plain):
        return Reference(bare["word"], int(bare["year"]), int(bare["behind"] or bare["serial"]))
    found = _SPELLING.fullmatch(plain)
    if found is None or not (found["year"] or found["end"]):
        return None  # digits alone name nothing
    return Reference(found["word"], int(found["year"]) if found["year"] else None, int(found["serial"]))


def parse(text: str) -> DocumentNumber:
    """Return the document number that a text spells in any way. Raises NumberError."""
    found = read(text)
    if found is None:
        raise NumberError(f"{FORM}：机关代字、六角括号里的年份、阿拉伯数字的序号。")
    is_order = found.year is None and NAMED_ORDER.fullmatch(found.word)
    if not is_order and not WORD.fullmatch(found.word):
        raise NumberError(f"{FORM}：开头须有 2 至 12 个汉字的机关代字。")
    if found.year is None and not is_order:
        raise NumberError(f"{FORM}：缺少年份。只有命令（令）不编年份，例如“晋城市人民政府令第12号”。")
    if found.year is not None and not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NumberError(f"{FORM}：年份须写四位，例如 2026。")
    if not 1 <= found.serial <= LAST_SERIAL:
        raise NumberError(f"{FORM}：序号为 1 至 {LAST_SERIAL}。")
    return DocumentNumber(found.word, found.year, found.serial)


def in_full(number: DocumentNumber, name: str, short: str) -> DocumentNumber:
    """Return an order with the full name of its organ, if it has one of the organ's names; any other number as it is.

    Names are an end of the full one, also with 政府 for 人民政府, and the short one, also behind the beginning of the full one: for
    晋城市住房和城乡建设局 (`name`) that is called 市住建局 (`short`), 市住房和城乡建设局, 市住建局 and 晋城市住建局.
    """
    full = DocumentNumber(name + ORDER, None, number.serial)
    if number.year is not None or not NAMED_ORDER.fullmatch(full.word):
        return number
    beginning = number.word.removesuffix(short + ORDER)
    is_short = bool(short) and beginning != number.word and name.startswith(beginning)
    return full if is_short or number.word in full.words else number


def spelled(text: str) -> str:
    """Return a document number as it is prescribed; a text that is none is returned as it is."""
    try:
        return str(parse(text))
    except NumberError:
        return text


def _plain(text: str) -> str:
    """Return a text in half width and Arabic digits, without spaces and the invisible characters that come along with pasting."""
    visible = "".join(each for each in normalize("NFKC", text) if not each.isspace() and category(each) != "Cf")
    return _NUMERAL.sub(_in_digits, visible)


def _in_digits(numeral: re.Match[str]) -> str:
    number = chinese_numerals.read_numeral(numeral[0])
    return numeral[0] if number is None else str(number)
