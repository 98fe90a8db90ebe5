"""Which reader a file is for: by what is in it, and only plain text by its name."""

import re
from pathlib import PurePath

from search.extraction import compound, ofd, office, pdf
from search.extraction.archives import opened
from search.extraction.limits import MOST_BYTES, MOST_CHARACTERS, PLAIN, Unreadable

ARCHIVE = b"PK"
# Beginnings of what is often named .doc and is not read: why not.
NOT_READ = {
    b"{\\rtf": "RTF 格式不读取，请另存为 .docx 或 PDF",
    b"\xdb\xa5": "Word 格式太旧，请另存为 .docx 或 PDF",  # Word 2
    b"\x31\xbe\0\0": "Word 格式太旧，请另存为 .docx 或 PDF",  # Word for DOS
}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
SPACES = re.compile(r"[^\S\n]+")
LINES = re.compile(r" ?\n\s*")


def read(data: bytes, name: str) -> str:
    """Return the text of a file, a line for each paragraph or row; raise Unreadable if it has none that we can read."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"超过 {MOST_BYTES >> 20} MiB")
    text = tidy(_read(data, PurePath(name).suffix.lower()))[:MOST_CHARACTERS]
    if not text:
        raise Unreadable("没有文字，可能是扫描件")
    return text


def _read(data: bytes, suffix: str) -> str:
    if b"%PDF-" in data[:1024]:
        return pdf.read(data)
    if data.startswith(ARCHIVE):
        return _read_archive(data)
    if data.startswith(compound.MAGIC):
        return compound.read(data)
    for beginning, reason in NOT_READ.items():
        if data.startswith(beginning):
            raise Unreadable(reason)
    if suffix in PLAIN:
        return decode(data)
    raise Unreadable("不读取这种格式")


def _read_archive(data: bytes) -> str:
    with opened(data) as archive:
        names = set(archive.namelist())
        if office.WORD in names:
            return office.read_word(archive)
        if office.EXCEL in names:
            return office.read_excel(data)
        if office.SLIDES in names:
            return office.read_slides(archive)
        if ofd.ENTRY in names:
            return ofd.read(archive)
    raise Unreadable("不读取这种格式")


def decode(data: bytes) -> str:
    """Return plain text, which here is in Unicode or in a Chinese national encoding."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    if encodings != ("utf-16",) and b"\0" in data:
        raise Unreadable("不是文本")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文本的编码无法识别")


def tidy(text: str) -> str:
    """Return a text without control characters, runs of blanks and empty lines."""
    text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return LINES.sub("\n", SPACES.sub(" ", text)).strip()
