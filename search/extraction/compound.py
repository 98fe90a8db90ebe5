"""Compound files: the container of Word's .doc and Excel's .xls, and of new Office files that are encrypted ([MS-CFB])."""

import struct
from io import BytesIO

import olefile

from search.extraction import old_excel, old_word
from search.extraction.limits import Unreadable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = "WordDocument"
EXCEL = ("Workbook", "Book")  # the latter of Excel 95
NOT_READ = {"EncryptedPackage": "文件已加密", "PowerPoint Document": "旧的 .ppt 不读取，请另存为 .pptx 或 PDF"}


class Streams:
    """The streams of a compound file, by name. None is larger than the file, however its chain of sectors goes round."""

    def __init__(self, file: olefile.OleFileIO, most: int) -> None:
        self._file, self._most = file, most

    def __contains__(self, name: str) -> bool:
        return bool(self._file.exists(name)) and self._file.get_type(name) == olefile.STGTY_STREAM

    def __getitem__(self, name: str) -> bytes:
        if name not in self or self._file.get_size(name) > self._most:
            raise Unreadable("文件结构已损坏")
        return bytes(self._file.openstream(name).read())


def read(data: bytes) -> str:
    """Return the text of a compound file; raise Unreadable if there is none."""
    _check_header(data)
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            return _read(Streams(file, len(data)))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # whatever its readers stumble over in a broken file
        raise Unreadable("文件结构已损坏") from error


def _check_header(data: bytes) -> None:
    """Refuse counts of sectors that a file of that size cannot have: they are believed later, and may be gigantic."""
    if len(data) < 512:
        raise Unreadable("文件结构已损坏")
    shift, = struct.unpack_from("<H", data, 30)
    tables, = struct.unpack_from("<L", data, 44)
    small, _, further = struct.unpack_from("<3L", data, 64)
    if shift not in (9, 12) or max(tables, small, further) << shift > len(data):
        raise Unreadable("文件结构已损坏")


def _read(streams: Streams) -> str:
    for name, reason in NOT_READ.items():
        if name in streams:
            raise Unreadable(reason)
    if WORD in streams:
        return old_word.read(streams)
    for name in EXCEL:
        if name in streams:
            return old_excel.read(streams[name])
    raise Unreadable("不读取这种格式")
