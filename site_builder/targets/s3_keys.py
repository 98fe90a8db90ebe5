"""Where a file of a mirror is in a bucket, and what is said of it there.

A page that is gone or moved lies at the address that readers ask for, because a store has nothing else to answer with: the file
`/_gone/a.html` of the manifest is the object `a.html`, with metadata that tell it from a page.
"""

import hashlib
from collections.abc import Mapping
from urllib.parse import quote

from site_builder.content_types import content_type
from site_builder.redirects import moved_location
from site_builder.response_headers import cache_control, file_headers

STATUS = "x-amz-meta-status"
DIGEST = "x-amz-meta-sha256"
_TOMBSTONES = {"/_gone": "410", "/_moved": "301"}
_FOLDERS = {status: folder for folder, status in _TOMBSTONES.items()}


def split(path: str) -> tuple[str, str]:
    """Return the address at which the file of a path lies, and the status that its object is marked with, mostly none."""
    for folder, status in _TOMBSTONES.items():
        if path.startswith(f"{folder}/"):
            return path[len(folder):], status
    return path, ""


def path_of(address: str, headers: Mapping[str, str]) -> str:
    """Return the path that an object at an address is in the manifest: the opposite of `split`."""
    return _FOLDERS.get(headers.get(STATUS, ""), "") + address


def headers_of(path: str, data: bytes | memoryview) -> dict[str, str]:
    """Return what is stored with the file of a path."""
    headers = {
        "content-type": content_type(path), "cache-control": cache_control(path), DIGEST: hashlib.sha256(data).hexdigest(),
    }
    disposition = file_headers(path).get("Content-Disposition")
    if disposition:
        headers["content-disposition"] = disposition
    _, status = split(path)
    if status:
        headers[STATUS] = status
    location = moved_location(bytes(data)) if status == "301" else None
    if location:
        headers["x-amz-website-redirect-location"] = location
    return headers


def is_same(found: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Return whether an object with these headers has the bytes that are wanted, for the same path."""
    return (found.get(DIGEST), found.get(STATUS)) == (wanted[DIGEST], wanted.get(STATUS))


def quoted(key: str) -> str:
    """Return a key as it stands in an address."""
    return quote(key, safe="/-_.~")
