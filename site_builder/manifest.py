"""What is on a mirror, file by file, in a form that anybody can check.

A manifest maps every path to sha256, size and content type. On the mirror it is a tree of two levels: 256 leaves,
chosen by a checksum of the path, and a root that names the digest of each leaf and the change it was made from; the
root is signed. One changed page rewrites one leaf and the root, however large the site.

    /_manifest/3f.jsonl     one JSON object a line: {"path", "sha256", "size", "type"}, sorted by path
    /_manifest/root.json    {"site", "change", "files", "leaves": {"3f": sha256, …}}
    /_manifest/root.sig     the Ed25519 signature of root.json, in base64
"""

import hashlib
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import TypeVar
from zlib import crc32

import msgspec

FOLDER = "/_manifest/"
ROOT = FOLDER + "root.json"
SIGNATURE = FOLDER + "root.sig"
FRESH = FOLDER + "fresh.json"
FRESH_SIGNATURE = FOLDER + "fresh.sig"
SPECIAL = "inode/special"  # the type of what a scan finds and is no plain file


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A file on the mirror: digest of its bytes, size in bytes, content type."""

    sha256: bytes
    size: int
    type: str


class Line(msgspec.Struct, gc=False):
    """A line of a leaf."""

    path: str
    sha256: str
    size: int
    type: str


Manifest = Mapping[str, Entry]
T = TypeVar("T")
LEAVES = tuple(f"{number:02x}" for number in range(256))
LEAF_ADDRESSES = {leaf: f"{FOLDER}{leaf}.jsonl" for leaf in LEAVES}
FILES = frozenset((ROOT, SIGNATURE, *LEAF_ADDRESSES.values()))
NOT_OF_A_BUILD = frozenset((FRESH, FRESH_SIGNATURE))  # the publisher's: no build makes, lists or deletes them
_encode = msgspec.json.Encoder().encode
_encode_lines = msgspec.json.Encoder().encode_lines


def entry_of(data: bytes, kind: str) -> Entry:
    return Entry(hashlib.sha256(data).digest(), len(data), kind)


def is_manifest_file(path: str) -> bool:
    return path.startswith(FOLDER)


def leaf_of(path: str) -> str:
    """Return the name of the leaf that lists a path: two hex digits; "" for the manifest's own files, which none lists."""
    return "" if is_manifest_file(path) else LEAVES[crc32(path.encode("utf-8", "surrogateescape")) & 0xFF]


def by_leaf(files: Iterable[tuple[str, T]], only: Iterable[str]) -> dict[str, dict[str, T]]:
    """Return files in the order of their paths, for each of some leaves."""
    found: dict[str, list[tuple[str, T]]] = {leaf: [] for leaf in only}
    for each in files if found else ():
        listed = found.get(leaf_of(each[0]))
        if listed is not None:
            listed.append(each)
    return {leaf: dict(sorted(listed, key=itemgetter(0))) for leaf, listed in found.items()}


def leaf(files: Manifest) -> bytes:
    """Return the file of a leaf that lists these files; empty when there are none."""
    return _encode_lines([Line(path, entry.sha256.hex(), entry.size, entry.type) for path, entry in files.items()])


def root(site: str, change: int, files: int, digests: Mapping[str, str]) -> bytes:
    """Return the root file; `digests` are the sha256 of the leaf files, in hex, by leaf."""
    return _encode({"site": site, "change": change, "files": files, "leaves": dict(sorted(digests.items()))})


def count_in(data: bytes) -> int:
    """Return how many files a root file says there are."""
    return msgspec.json.decode(data, type=_Count).files


class _Count(msgspec.Struct):
    files: int
