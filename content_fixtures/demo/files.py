"""Serves the folder of a mirror as nginx would: index files, included fragments, the site's own 404 page."""

import hashlib
import mimetypes
import os
import re
from collections.abc import Callable, Iterable
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from site_builder.response_headers import cache_control, security_headers
from site_builder.routes import NOT_FOUND

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

INCLUDE = re.compile(rb'<!--#include virtual="(/_fragments/\d+\.html)" -->')
WITH_CHARSET = ("text/", "application/json", "application/xml", "image/svg+xml")
TYPES = {  # what differs between systems, or is unknown to them
    ".js": "text/javascript", ".webp": "image/webp", ".avif": "image/avif", ".ofd": "application/ofd",
    ".jsonl": "application/json", ".xml": "application/xml",
}


class File(NamedTuple):
    """What is at an address: bytes, content type, and the time of the last change if one file alone tells it."""

    data: bytes
    type: str
    changed: float | None


class Mirror:
    """A WSGI application that serves one folder."""

    def __init__(self, root: Path, desk: str) -> None:
        self._root = root.resolve()
        self._headers = list(security_headers(desk).items())

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return answer(environ, start, HTTPStatus.METHOD_NOT_ALLOWED, [*self._headers, ("Allow", "GET, HEAD")])
        path = requested_path(environ)
        place = self._place(path)
        if place is not None and os.path.isdir(place):  # false for a name that no file system takes, too
            if not path.endswith("/"):
                return answer(environ, start, HTTPStatus.MOVED_PERMANENTLY, [("Location", quote(path) + "/")])
            place /= "index.html"
        file = self._read(place)
        if file is None:
            missing = self._read(self._root / NOT_FOUND.lstrip("/"))
            body, kind = (missing.data, missing.type) if missing else ("页面不存在。\n".encode(), "text/plain; charset=utf-8")
            headers = [*self._headers, ("Content-Type", kind), ("Cache-Control", "no-cache")]
            return answer(environ, start, HTTPStatus.NOT_FOUND, headers, body)
        return self._send(environ, start, path, file)

    def _place(self, path: str) -> Path | None:
        """Return where a path is below the folder; None for one that leads out of it."""
        if "\0" in path:
            return None
        place = (self._root / path.lstrip("/")).resolve()
        return place if place.is_relative_to(self._root) else None

    def _read(self, place: Path | None) -> File | None:
        try:
            if place is None:
                return None
            data, changed = place.read_bytes(), int(place.stat().st_mtime)
        except OSError:  # it is not there, or was taken away this moment
            return None
        kind = TYPES.get(place.suffix) or mimetypes.guess_type(place.name)[0] or "application/octet-stream"
        includes = kind == "text/html" and b"<!--#include" in data
        if includes:
            data = INCLUDE.sub(lambda found: self._fragment(found[1].decode()), data)
        charset = "; charset=utf-8" if kind.startswith(WITH_CHARSET) else ""
        return File(data, kind + charset, None if includes else changed)

    def _fragment(self, path: str) -> bytes:
        try:
            return (self._root / path.lstrip("/")).read_bytes()
        except OSError:
            return b""  # the page's own link to the channel stays

    def _send(self, environ: Environ, start: StartResponse, path: str, file: File) -> Iterable[bytes]:
        tag = f'"{hashlib.sha256(file.data).hexdigest()[:20]}"'
        headers = [*self._headers, ("Cache-Control", cache_control(path)), ("ETag", tag)]
        if file.changed is not None:
            headers.append(("Last-Modified", formatdate(file.changed, usegmt=True)))
        if is_known(environ, tag, file.changed):
            return answer(environ, start, HTTPStatus.NOT_MODIFIED, headers)
        return answer(environ, start, HTTPStatus.OK, [*headers, ("Content-Type", file.type)], file.data)


def requested_path(environ: Environ) -> str:
    """Return the path of a request as text; WSGI hands its bytes over as Latin-1."""
    return str(environ.get("PATH_INFO") or "/").encode("latin-1").decode("utf-8", "replace")


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
