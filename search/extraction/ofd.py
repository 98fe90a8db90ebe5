"""The text of OFD, the national format for pages as they are printed (GB/T 33190).

It is an archive: `OFD.xml` names documents, each of which names its pages in order, and a page has text objects wherever they stand.
Objects on one line are put together; lines are joined as those of a PDF are.
"""

from collections.abc import Iterator
from itertools import islice
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple
from xml.sax.handler import ContentHandler
from zipfile import ZipFile

from search.extraction.archives import Enough, parse
from search.extraction.limits import MOST_PAGES, Collector, Unreadable
from search.extraction.pdf import join_lines

ENTRY, ENCRYPTED = "OFD.xml", "Encryptions.xml"
GAP = 0.5  # heights of a line between two objects that are two words


class Box(NamedTuple):
    """Where an object is on its page: millimetres from the left and from the top."""

    left: float
    top: float
    width: float
    height: float

    def is_beside(self, other: "Box") -> bool:
        """Return whether two objects are on one line."""
        middles = abs(self.top + self.height / 2 - other.top - other.height / 2)
        return middles < min(self.height, other.height) / 2

    def is_apart_from(self, before: "Box") -> bool:
        return self.left - before.left - before.width > GAP * min(self.height, before.height)


class _Named(ContentHandler):
    """Gathers the places that a part names: what is in the elements `element`, or in their attribute `BaseLoc`."""

    def __init__(self, element: str) -> None:
        super().__init__()
        self.places: list[str] = []
        self._element = element
        self._is_open = False

    def startElement(self, name: str, attrs: Any) -> None:
        self._is_open = name.rpartition(":")[2] == self._element
        if self._is_open:
            if len(self.places) >= MOST_PAGES:
                raise Enough
            self.places.append(attrs.get("BaseLoc", ""))

    def characters(self, content: str) -> None:
        if self._is_open:
            self.places[-1] += content

    def endElement(self, name: str) -> None:
        self._is_open = False


class _Page(ContentHandler):
    """Gathers the text of a page in the order of its objects."""

    def __init__(self, collected: Collector) -> None:
        super().__init__()
        self._collected = collected
        self._is_text = False
        self._box: Box | None = None
        self._before: Box | None = None

    def startElement(self, name: str, attrs: Any) -> None:
        local = name.rpartition(":")[2]
        self._is_text = local == "TextCode"
        if local == "TextObject":
            self._box = _box(attrs.get("Boundary", ""))
            self._collected.add(self._between())

    def characters(self, content: str) -> None:
        if self._is_text:
            self._collected.add(content)
            if self._collected.is_full:
                raise Enough

    def endElement(self, name: str) -> None:
        self._is_text = False
        if name.rpartition(":")[2] == "TextObject":
            self._before = self._box

    def _between(self) -> str:
        """Return what is between the last object and this one."""
        if self._box is None or self._before is None or not self._box.is_beside(self._before):
            return "\n"
        return " " if self._box.is_apart_from(self._before) else ""


def read(archive: ZipFile) -> str:
    """Return the text of the first pages of all documents; raise Unreadable if it is encrypted."""
    names = set(archive.namelist())
    if ENCRYPTED in names:
        raise Unreadable("文件已加密")
    collected = Collector()
    for page in islice(_pages(archive, names), MOST_PAGES):
        parse(archive, page, _Page(collected))
        collected.add("\n")
        if collected.is_full:
            break
    return join_lines(collected.text())


def _pages(archive: ZipFile, names: set[str]) -> Iterator[str]:
    for document in _places(archive, ENTRY, "DocRoot", names):
        yield from _places(archive, document, "Page", names)


def _places(archive: ZipFile, part: str, element: str, names: set[str]) -> Iterator[str]:
    """Yield the parts that a part names, those that are there. Places are seen from its folder, or from the top after a slash."""
    named = _Named(element)
    parse(archive, part, named)
    for place in named.places:
        found = normpath(join("/", dirname(part), place.strip())).lstrip("/")
        if found in names:
            yield found


def _box(words: str) -> Box | None:
    try:
        left, top, width, height = map(float, words.split())
    except ValueError:
        return None
    return Box(left, top, width, height)
