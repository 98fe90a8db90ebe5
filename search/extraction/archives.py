"""Archives of XML (Word, Excel, OFD): opened within bounds, and their parts read through without a tree."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from zipfile import BadZipFile, ZipFile

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from search.extraction.limits import MOST_PARTS, MOST_UNPACKED, Unreadable


class Enough(Exception):
    """A handler has as much as anybody wants of its part."""


@contextmanager
def opened(data: bytes) -> Iterator[ZipFile]:
    """Give an archive that unpacks to a bearable size; whatever is broken in it, also later, is Unreadable."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            # Sizes in the archive's list bind: not more than that of a part is ever unpacked.
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unreadable(f"解压后超过 {MOST_UNPACKED >> 20} MiB，或文件太多")
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("文件已加密")
            yield archive
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:  # the last of wrong names and places
        raise Unreadable("压缩结构已损坏") from error


def parse(archive: ZipFile, name: str, handler: ContentHandler) -> None:
    """Let a handler read a part, to its end or until it raises Enough. XML with a document type is refused."""
    try:
        with archive.open(name) as part:
            defusedxml.sax.parse(part, handler, forbid_dtd=True)
    except Enough:
        pass
    except (SAXParseException, DefusedXmlException) as error:
        raise Unreadable("其中的 XML 已损坏或不安全") from error
