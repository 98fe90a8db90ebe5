"""The text of OFD, the national format for pages as they are printed (GB/T 33190).

It is an archive: `OFD.xml` names documents, each of which names its pages in order, and a page has text objects wherever they stand.
Words on one line are put together; lines are joined as those of a PDF are.
"""

import math
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
GAP = 0.5  # heights of a line between what are two words
FULL_WIDTH = "\u2e80"  # the first character that is as wide as high
MOST_STEPS = 10_000  # characters of one line, at the utmost


class Place(NamedTuple):
    """Where some words stand on their page, in millimetres: from the left to the end, their line from the top; their height."""

    left: float
    end: float
    line: float
    height: float

    def between(self, before: "Place | None") -> str:
        """Return what is between other words and these in plain text."""
        if before is None or not abs(self.line - before.line) < min(self.height, before.height) / 2:
            return "\n"
        return " " if self.left - before.end > GAP * self.height else ""


class Frame(NamedTuple):
    """How numbers in a text object become places on the page: by its corner, its matrix (`CTM`) and the size of its font."""

    corner: list[float]
    matrix: list[float]
    size: float

    @classmethod
    def of(cls, attrs: Any) -> "Frame":
        corner, matrix, size = (_numbers(attrs.get(name, "")) for name in ("Boundary", "CTM", "Size"))
        return cls(corner[:2] if len(corner) == 4 else [0, 0], matrix if len(matrix) == 6 else [1, 0, 0, 1, 0, 0], size[0] if size else 0)

    def place(self, x: float, y: float, width: float) -> Place:
        a, b, c, d, e, f = self.matrix
        left = self.corner[0] + a * x + c * y + e
        return Place(left, left + a * width, self.corner[1] + b * x + d * y + f, self.size * math.hypot(c, d))


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
        self._frame = Frame.of({})
        self._code: Any = None  # the attributes of the words at hand
        self._words: list[str] = []
        self._x = self._y = 0.0
        self._before: Place | None = None

    def startElement(self, name: str, attrs: Any) -> None:
        local = name.rpartition(":")[2]
        if local == "TextObject":
            self._frame = Frame.of(attrs)
            self._x = self._y = 0.0
        self._code = attrs if local == "TextCode" else None
        self._words = []

    def characters(self, content: str) -> None:
        if self._code is not None:
            self._words.append(content)

    def endElement(self, name: str) -> None:
        if self._code is None:
            return
        words = "".join(self._words)
        # Words that do not say where they stand stand where those before them do.
        self._x, self._y = ((_numbers(self._code.get(axis, "")) or [known])[0] for axis, known in (("X", self._x), ("Y", self._y)))
        place = self._frame.place(self._x, self._y, _width(words, self._code.get("DeltaX", ""), self._frame.size))
        self._collected.add(place.between(self._before) + words)
        self._before, self._code = place, None
        if self._collected.is_full:
            raise Enough


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


def _width(words: str, steps: str, size: float) -> float:
    """Return how wide words are: by the steps from character to character if there are some, else by what is usual."""
    given, at, total = steps.split(), 0, 0.0
    usual = [size / 2 if character < FULL_WIDTH else size for character in words[:MOST_STEPS]]
    while at < len(given[:MOST_STEPS]):
        is_repeated = given[at] == "g" and at + 2 < len(given)  # `g 3 2.5` is `2.5 2.5 2.5`
        numbers = _numbers(" ".join(given[at + 1:at + 3] if is_repeated else given[at:at + 1])) or [0.0]
        total += math.prod(numbers)
        at += 3 if is_repeated else 1
    return total + usual[-1] if given and usual else sum(usual)


def _numbers(words: str) -> list[float]:
    """Return the numbers that are in an attribute; none if one of them is none."""
    try:
        return [float(word) for word in words.split()]
    except ValueError:
        return []
