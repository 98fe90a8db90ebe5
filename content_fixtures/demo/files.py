"""Serves the folder of a mirror as nginx would: index files, included fragments, the site's own 404 page, what moved or is gone."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from site_builder.content_types import content_type
from site_builder.redirects import moved_location
from site_builder.response_headers import cache_control, file_headers, security_headers
from site_builder.routes import NOT_FOUND

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

INCLUDE = re.compile(rb'<!--#include virtual="(/_fragments/[a-z0-9]+\.html)" -->')
GONE, MOVED, FRAGMENTS = "/_gone", "/_moved", "/_fragments/"
NO_CACHE = ("Cache-Control", "no-cache")
LONGEST = 8000  # bytes of an address; nginx has 8 KB for the line it stands in


class File(NamedTuple):
    """What is at an address: bytes, content type, and the time of the last change if one file alone tells it."""

    data: bytes
    type: str
    changed: float | None


class Mirror:
    """A WSGI application that serves one folder."""

    def __init__(self, root: Path, desk: str) -> None:
        self._root = root.resolve()
        self._headers = security_headers(desk)

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._error(environ, start, HTTPStatus.METHOD_NOT_ALLOWED, ("Allow", "GET, HEAD"))
        asked = requested_path(environ)
        if len(asked) > LONGEST:
            return self._error(environ, start, HTTPStatus.REQUEST_URI_TOO_LONG)
        path = plain_path(asked)
        if path is None:
            return self._error(environ, start, HTTPStatus.BAD_REQUEST)
        if "/." in path or path.startswith((f"{GONE}/", f"{MOVED}/")):
            return self._missing(environ, start)
        place = self._place(path)
        if place is not None and os.path.isdir(place):  # false for a name that no file system takes, too
            if not path.endswith("/"):
                query = environ.get("QUERY_STRING")
                return self._redirect(environ, start, quote(path) + "/" + (f"?{query}" if query else ""))
            path += "index.html"
        file = None if path.endswith("/") else self._read(path)
        return self._send(environ, start, path, file) if file else self._elsewhere(environ, start, path)

    def _elsewhere(self, environ: Environ, start: StartResponse, path: str) -> Iterable[bytes]:
        """Answer for what is not there: it moved, is gone, or never was."""
        if path.startswith(FRAGMENTS):  # a page says itself what stands in its place
            return self._error(environ, start, HTTPStatus.NOT_FOUND, ("Content-Type", content_type(path)))
        if path.endswith("/") or "." not in path.rpartition("/")[2]:
            path = f"{path.rstrip('/')}/index.html"
        moved, gone = self._read(MOVED + path), self._read(GONE + path)
        location = moved and moved_location(moved.data)
        if location:
            return self._redirect(environ, start, location)
        if gone:
            return self._page(environ, start, HTTPStatus.GONE, gone, GONE + path)
        return self._send(environ, start, MOVED + path, moved) if moved else self._missing(environ, start)

    def _missing(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        page = self._read(NOT_FOUND) or File("页面不存在。\n".encode(), "text/plain; charset=utf-8", None)
        return self._page(environ, start, HTTPStatus.NOT_FOUND, page, NOT_FOUND)

    def _page(self, environ: Environ, start: StartResponse, status: HTTPStatus, page: File, path: str) -> Iterable[bytes]:
        headers = {**self._headers, **file_headers(path), "Content-Type": page.type}
        return answer(environ, start, status, [*headers.items(), NO_CACHE], page.data)

    def _redirect(self, environ: Environ, start: StartResponse, location: str) -> Iterable[bytes]:
        headers = [*self._headers.items(), NO_CACHE, ("Location", location)]
        return answer(environ, start, HTTPStatus.MOVED_PERMANENTLY, headers)

    def _error(self, environ: Environ, start: StartResponse, status: HTTPStatus, *more: tuple[str, str]) -> Iterable[bytes]:
        return answer(environ, start, status, [*self._headers.items(), NO_CACHE, *more])

    def _place(self, path: str) -> Path | None:
        """Return where a path is below the folder; None for one that a link leads out of it."""
        place = (self._root / path.lstrip("/")).resolve()
        return place if place.is_relative_to(self._root) else None

    def _read(self, path: str) -> File | None:
        try:
            place = self._place(path)
            if place is None:
                return None
            data, changed = place.read_bytes(), int(place.stat().st_mtime)
        except OSError:  # it is not there, or was taken away this moment
            return None
        kind = content_type(path)
        includes = kind.startswith("text/html") and b"<!--#include" in data
        if includes:
            data = INCLUDE.sub(lambda found: self._fragment(found[1].decode()), data)
        return File(data, kind, None if includes else changed)

    def _fragment(self, path: str) -> bytes:
        try:
            return (self._root / path.lstrip("/")).read_bytes()
        except OSError:
            return b""  # the page's own link to the channel stays

    def _send(self, environ: Environ, start: StartResponse, path: str, file: File) -> Iterable[bytes]:
        tag = f'"{hashlib.sha256(file.data).hexdigest()[:20]}"'
        headers = [*{**self._headers, **file_headers(path)}.items(), ("Cache-Control", cache_control(path)), ("ETag", tag)]
        if file.changed is not None:
            headers.append(("Last-Modified", formatdate(file.changed, usegmt=True)))
        if is_known(environ, tag, file.changed):
            return answer(environ, start, HTTPStatus.NOT_MODIFIED, headers)
        return answer(environ, start, HTTPStatus.OK, [*headers, ("Content-Type", file.type)], file.data)


def requested_path(environ: Environ) -> str:
    """Return the path of a request as text; WSGI hands its bytes over as Latin-1."""
    return str(environ.get("PATH_INFO") or "/").encode("latin-1").decode("utf-8", "replace")


def plain_path(path: str) -> str | None:
    """Return a path without empty steps, `.` and `..`, as nginx does; None for one that leads above the top."""
    if "\0" in path:
        return None
    steps: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == "..":
            if not steps:
                return None
            steps.pop()
        elif part not in ("", "."):
            steps.append(part)
    is_folder = parts[-1] in ("", ".", "..")
    return f"/{'/'.join(steps)}{'/' if steps and is_folder else ''}"


def is_known(environ: Environ, tag: str, changed: float | None) -> bool:
    """Return whether the reader has these bytes already; a tag counts more than a time."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tags.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in tags.split(",")]
    try:
        since = parsedate_to_datetime(environ["HTTP_IF_MODIFIED_SINCE"]).timestamp()
    except (KeyError, ValueError, OverflowError):
        return False
    return changed is not None and changed <= since


def answer(
    environ: Environ, start: StartResponse, status: HTTPStatus, headers: list[tuple[str, str]], body: bytes = b""
) -> Iterable[bytes]:
    """Send an answer; a HEAD request gets the headers alone."""
    if status != HTTPStatus.NOT_MODIFIED:
        headers = [*headers, ("Content-Length", str(len(body)))]
    start(f"{status.value} {status.phrase}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
