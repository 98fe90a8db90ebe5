"""Document numbers (文号) in every spelling, and the keywords that they are found by."""

import re

import msgspec

NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,14}?)?\s*[\[\(〔【]?\s*((?:19|20)\d{2})\s*[\]\)〕】]?\s*年?\s*第?\s*0*([1-9]\d{0,3})\s*号"
)
SHORT = re.compile(r"([\u4e00-\u9fff]{1,10}[发办函字令规])\s*第?\s*0*([1-9]\d{0,3})\s*号")
INDEX_NUMBER = re.compile(r"[0-9a-z]{9,18}\s*/\s*((?:19|20)\d{2}-\d{5})|\b((?:19|20)\d{2}-\d{5})\b")

PART = re.compile(r"([\u4e00-\u9fff]{0,14}?)\s*[\[\(〔【]?\s*((?:19|20)\d{2})?\s*[\]\)〕】]?\s*年?|第?(\d{1,4})号?")


class DocumentNumber(msgspec.Struct, frozen=True):
    """Issuer's letters (机关代字), year and serial; what was not said is empty."""

    letters: str
    year: str
    serial: str


def parse(text: str) -> DocumentNumber | None:
    """Return the document number that a normalised text is, or None if it is something else."""
    text = text.strip()
    if found := NUMBER.fullmatch(text):
        return DocumentNumber(found[1] or "", found[2], found[3])
    if found := SHORT.fullmatch(text):
        return DocumentNumber(found[1], "", found[2])
    return None


def keywords_of(number: str) -> list[str]:
    """Return the keywords of a document's (normalised) number: with every tail of its letters, year, serial and both."""
    parsed = parse(number)
    if parsed is None:
        return [number.replace(" ", "")] if number.strip() else []
    keywords = [f"{parsed.year}-{parsed.serial}", f"{parsed.year}-", f"-{parsed.serial}"]
    tails = [parsed.letters[start:end] for start in range(len(parsed.letters)) for end in range(start + 1, len(parsed.letters) + 1)]
    for tail in dict.fromkeys(tails):
        keywords += [f"{tail}-{parsed.year}-{parsed.serial}", f"{tail}--{parsed.serial}", f"{tail}-{parsed.year}-", tail]
    return keywords


def keyword_asked(number: DocumentNumber) -> str:
    """Return the keyword that a number typed into the box, or a part of one, is found by."""
    if not number.letters:
        return f"{number.year}-{number.serial}"
    return f"{number.letters}-{number.year}-{number.serial}" if number.year else f"{number.letters}--{number.serial}"


def keywords_asked(text: str) -> tuple[str, ...]:
    """Return the keywords of a number, or of a part of one, typed into a field that is for numbers alone."""
    text = text.strip()
    if parsed := parse(text):
        return (keyword_asked(parsed),)
    if found := PART.fullmatch(text):
        letters, year, serial = found[1] or "", found[2] or "", found[3] or ""
        return (f"-{serial}", f"{serial}-") if serial else (f"{letters}-{year}-".removeprefix("-") if year else letters,)
    return (text.replace(" ", ""),)
