"""Where a mirror can be read from: a folder, or a web server."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

RAW = "X-Mirror-Raw"  # asks a server for a page without its fragments put in
FRAGMENT = re.compile(rb"/_fragments/[\w.-]+\.html")
GONE, MOVED = "/_gone", "/_moved/"  # pages that a web server shows at the addresses of what was withdrawn or moved
FETCHERS, PATIENCE = 8, 30  # requests at a time, seconds for each


class CannotCheck(Exception):
    """The place cannot be reached, or what was given makes no sense; the message is for people."""


class Place(Protocol):
    """Where a mirror is read from."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, None if there is none."""

    def digests(self, expected: Mapping[str, str]) -> Mapping[str, str]:
        """Return the sha256 in hex of those of the files that are there; empty for one that cannot be read.

        `expected` says by path what they should be.
        """

    def paths(self) -> Mapping[str, bool] | None:
        """Return what is there, and of each whether it is a plain file; None where that cannot be asked."""


def open_place(place: str) -> Place:
    """Return the place that a folder's name or a web address means. Raises CannotCheck."""
    return WebPlace(place) if place.startswith(("http://", "https://")) else FolderPlace(Path(place))


class FolderPlace:
    """A mirror in a folder. Links are not followed: what is behind one can change without the folder changing."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise CannotCheck(f"没有目录 {root}")
        self._root = root
        self._there = {f"/{path}": plain for path, plain in walk(root)}

    def read(self, path: str) -> bytes | None:
        try:
            return Path(f"{self._root}{path}").read_bytes() if self._there.get(path) else None
        except OSError:
            return b""

    def digests(self, expected: Mapping[str, str]) -> Mapping[str, str]:
        return {path: self._digest(path) for path in expected if self._there.get(path)}

    def paths(self) -> Mapping[str, bool]:
        return self._there

    def _digest(self, path: str) -> str:
        try:
            return hashlib.sha256(Path(f"{self._root}{path}").read_bytes()).hexdigest()
        except OSError:
            return ""


def walk(root: Path | str, below: str = "") -> Iterator[tuple[str, bool]]:
    """Yield everything in a folder that is no folder, relative to it, and whether it is a plain file."""
    folders = [below]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(f"{root}/{folder}"))
        except FileNotFoundError:
            continue  # it went away meanwhile
        except PermissionError:
            yield folder.rstrip("/"), False
            continue
        for entry in entries:
            path = folder + entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path + "/")
            else:
                yield path, entry.is_file(follow_symlinks=False)


class WebPlace:
    """A mirror on a web server, read as its readers read it."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")

    def read(self, path: str) -> bytes | None:
        status, data = self._get(path)
        return data if status == 200 else None

    def digests(self, expected: Mapping[str, str]) -> Mapping[str, str]:
        with ThreadPoolExecutor(FETCHERS) as executor:
            found = executor.map(self._digest, expected.items())
            return {path: digest for path, digest in zip(expected, found, strict=True) if digest}

    def paths(self) -> None:
        return None

    def _digest(self, wanted: tuple[str, str]) -> str:
        path, expected = wanted
        status, data = self._get(path)
        if status != 200 and path.startswith(MOVED):
            return expected  # a web server makes a redirect of it; check() says that it cannot be seen
        if status != 200 and path.startswith(f"{GONE}/"):
            status, data = self._get(path.removeprefix(GONE))
        if status not in (200, 410):
            return ""
        digest = hashlib.sha256(data).hexdigest()
        if digest != expected and path.endswith(".html"):
            return hashlib.sha256(self._without_fragments(data)).hexdigest()
        return digest

    def _without_fragments(self, page: bytes) -> bytes:
        """Return a page as it was before the web server put fragments in, as far as that can be told."""
        for address in sorted(set(FRAGMENT.findall(page))):
            include, named = b'<!--#include virtual="%s" -->' % address, b'data-src="%s">' % address
            fragment = self.read(address.decode()) or b""
            # Of an empty one only the element that it belongs into is left.
            page = page.replace(fragment, include) if fragment else page.replace(named, named + include)
        return page

    def _get(self, path: str) -> tuple[int, bytes]:
        # The scheme was looked at when the place was opened.
        request = Request(self._base + quote(path), headers={RAW: "1", "User-Agent": "mirror-verifier"})  # noqa: S310
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return answer.status, answer.read()
        except HTTPError as error:
            if error.code >= 500:
                raise CannotCheck(f"{self._base}{path} 返回 {error.code}") from error
            return error.code, error.read()
        except (URLError, OSError) as error:
            raise CannotCheck(f"无法读取 {self._base}{path}：{error}") from error
