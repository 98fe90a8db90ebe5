"""What is on a mirror, file by file, in a form that anybody can check.

A manifest maps every path to sha256, size and content type. On the mirror it is a tree of two levels: 256 leaves,
chosen by a checksum of the path, and a root that names the digest of each leaf and the change it was made from; the
root is signed. One changed page rewrites one leaf and the root, however large the site.

    /_manifest/3f.jsonl     one JSON object a line: {"path", "sha256", "size", "type"}, sorted by path
    /_manifest/root.json    {"site", "change", "files", "leaves": {"3f": sha256, …}}
    /_manifest/root.sig     the Ed25519 signature of root.json, in base64
"""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

FOLDER = "/_manifest/"
ROOT = FOLDER + "root.json"
SIGNATURE = FOLDER + "root.sig"


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A file on the mirror: digest of its bytes, size in bytes, content type."""

    sha256: bytes
    size: int
    type: str


Manifest = Mapping[str, Entry]
_encode = msgspec.json.Encoder().encode


def entry_of(data: bytes, kind: str) -> Entry:
    return Entry(hashlib.sha256(data).digest(), len(data), kind)


def is_manifest_file(path: str) -> bool:
    return path.startswith(FOLDER)


def leaf_of(path: str) -> str:
    """Return the name of the leaf that lists a path: two hex digits."""
    return f"{zlib.crc32(path.encode()) & 0xFF:02x}"


def leaf_address(leaf: str) -> str:
    return f"{FOLDER}{leaf}.jsonl"


def leaves(manifest: Manifest, only: Iterable[str] | None = None) -> dict[str, bytes]:
    """Return the leaf files of a manifest by leaf; `only` some of them, empty bytes for one with no files."""
    wanted = None if only is None else set(only)
    lines: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for path, entry in manifest.items():
        leaf = leaf_of(path)
        if is_manifest_file(path) or (wanted is not None and leaf not in wanted):
            continue
        line = _encode({"path": path, "sha256": entry.sha256.hex(), "size": entry.size, "type": entry.type})
        lines[leaf].append((path, line))
    found = {leaf: b"".join([line + b"\n" for _, line in sorted(each)]) for leaf, each in lines.items()}
    return found if wanted is None else {leaf: found.get(leaf, b"") for leaf in wanted}


def root(site: str, change: int, files: int, digests: Mapping[str, str]) -> bytes:
    """Return the root file; `digests` are the sha256 of the leaf files, in hex, by leaf."""
    return _encode({"site": site, "change": change, "files": files, "leaves": dict(sorted(digests.items()))})
