"""Compares what lies at a place with its manifest."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zlib import crc32

from site_builder.verifier.differences import Difference, Kind
from site_builder.verifier.places import Place

FOLDER = "/_manifest/"
ROOT, SIGNATURE = FOLDER + "root.json", FOLDER + "root.sig"
FRESH, FRESH_SIGNATURE = FOLDER + "fresh.json", FOLDER + "fresh.sig"
UNLISTED = frozenset((ROOT, SIGNATURE, FRESH, FRESH_SIGNATURE))  # of the manifest, and in none of its leaves
MOST_LOOKS = 4
LEAF_NAME = re.compile(r"[0-9a-f]{2}")


class Memory(NamedTuple):
    """What a publisher knows of a mirror besides what lies on it: its last root, and the digests by path for a leaf.

    The leaf "" has those of the manifest's own files. Without `lines` only the root is known.
    """

    root: str
    lines: Callable[[str], Mapping[str, str]] | None = None


class Checked(NamedTuple):
    """What was found. `fresh` is the valid statement of freshness, where there is one that belongs to the root."""

    site: str
    change: int
    root: str
    files: int
    differences: list[Difference]
    fresh: Mapping[str, Any] | None
    notes: list[str]


def check(place: Place, keys: Iterable[str], *, site: str = "", memory: Memory | None = None, now: datetime | None = None) -> Checked:
    """Compare everything at a place with its manifest, signed with one of some keys (base64).

    `site` is the one that it has to be. Without `now` it is not judged whether the statement of freshness has expired.
    """
    return _Check(place, list(keys), site, memory, now).run()


def check_until_steady(look: Callable[[], Checked], pause: Callable[[], None]) -> Checked:
    """Return what a look at a mirror finds; one with differences may just be changing, and is looked at again."""
    found = look()
    for _ in range(MOST_LOOKS - 1):
        if not found.differences:
            break
        before = found
        pause()
        found = look()
        if found.differences == before.differences:
            break
    return found


def is_signed(data: bytes, signature: bytes, keys: Iterable[str]) -> bool:
    """Return whether a signature (base64) of data was made with one of some public keys."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # slow to import

    try:
        raw = base64.b64decode(signature.rstrip(b"\n"), validate=True)
    except ValueError:
        return False
    if base64.b64encode(raw) + b"\n" != signature:
        return False  # base64 has several ways to write the same bytes; only one of them was put there
    for key in keys:
        try:
            Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)).verify(raw, data)
        except (InvalidSignature, ValueError):
            continue
        return True
    return False


class _Check:
    """One pass over one mirror."""

    def __init__(self, place: Place, keys: list[str], site: str, memory: Memory | None, now: datetime | None) -> None:
        self.place, self.keys, self.site, self.now = place, keys, site, now
        self.expected = memory.root if memory else ""
        self.remembered = memory.lines if memory else None
        self.found: list[Difference] = []
        self.notes: list[str] = []
        self.manifest: set[str] = set()  # where the leaves are
        self.unknown: set[str] = set()  # leaves of which nobody knows what they should list

    def run(self) -> Checked:
        data = self.place.read(ROOT)
        root = self._root(data)
        change = root["change"] if root else -1
        leaves = self._leaves(root)
        count = 0
        fresh = None
        if leaves is not None:
            count = self._files(leaves)
            fresh = self._fresh(sha256_of(data)) if root and data else None
        found = sorted(set(self.found), key=lambda each: (each.path, each.kind))
        return Checked(self.site, change, sha256_of(data) if data else "", count, found, fresh, self.notes)

    def _tell(self, path: str, kind: Kind, expected: str = "", found: str = "", note: str = "") -> None:
        self.found.append(Difference(self.site, path, kind, expected, found, note))

    def _root(self, data: bytes | None) -> dict[str, Any] | None:
        """Return the root if it can be trusted to say what belongs here."""
        signature = self.place.read(SIGNATURE)
        if data is None:
            self._tell(ROOT, Kind.DELETED, self.expected)
        if signature is None:
            self._tell(SIGNATURE, Kind.DELETED)
        if self.remembered is not None:
            return self._remembered_root(data, signature, self.remembered("").get(SIGNATURE, ""))
        if data is None or signature is None:
            return None
        if not is_signed(data, signature, self.keys):
            # Whoever wrote it did not have the key: nothing in it means anything.
            self._tell(ROOT, Kind.BAD_SIGNATURE, self.expected, sha256_of(data))
            return None
        root = self._own_root(data)
        if root is not None and self.expected not in ("", sha256_of(data)):
            self._tell(ROOT, Kind.ROLLED_BACK, self.expected, sha256_of(data), f"变更序号 {root['change']}")
        return root

    def _remembered_root(self, data: bytes | None, signature: bytes | None, expected: str) -> dict[str, Any] | None:
        if data is not None and sha256_of(data) != self.expected:
            is_old = signature is not None and is_signed(data, signature, self.keys)
            self._tell(ROOT, Kind.ROLLED_BACK if is_old else Kind.CHANGED, self.expected, sha256_of(data))
            data = None
        if signature is not None and sha256_of(signature) != expected:
            self._tell(SIGNATURE, Kind.BAD_SIGNATURE, expected, sha256_of(signature))
        elif data is not None and signature is not None and not is_signed(data, signature, self.keys):
            self._tell(SIGNATURE, Kind.BAD_SIGNATURE, note="签名密钥已更换，请重新生成镜像")
        return self._own_root(data) if data is not None else None

    def _own_root(self, data: bytes) -> dict[str, Any] | None:
        """Return a root that the key holder wrote, unless it is another site's."""
        root = parsed_root(data)
        if root is None:
            self._tell(ROOT, Kind.BAD_ROOT, found=sha256_of(data))
        elif self.site and root["site"] != self.site:
            self._tell(ROOT, Kind.OTHER_SITE, found=sha256_of(data), note=f"应为 {self.site}，实为 {root['site']}")
            root = None
        else:
            self.site = root["site"]
        return root

    def _leaves(self, root: dict[str, Any] | None) -> list[Mapping[str, str]] | None:
        """Return the digests that the files should have, a leaf each; None when nobody can say."""
        if root is not None:
            digests = {_address(name): digest for name, digest in root["leaves"].items()}
        elif self.remembered is not None:
            digests = {path: digest for path, digest in self.remembered("").items() if path not in UNLISTED}
        else:
            self.notes.append("清单根文件不可信，其余文件无法核对")
            return None
        self.manifest = set(digests)
        found = []
        for address, digest in sorted(digests.items()):
            name = address.removeprefix(FOLDER).removesuffix(".jsonl")
            data = self.place.read(address)
            if data is None:
                self._tell(address, Kind.DELETED, digest)
            elif sha256_of(data) != digest:
                self._tell(address, Kind.BAD_LEAF, digest, sha256_of(data))
            else:
                found.append(parsed_leaf(data))
                continue
            if self.remembered is not None:
                found.append(self.remembered(name))
            else:
                self.unknown.add(name)
        return found

    def _files(self, leaves: list[Mapping[str, str]]) -> int:
        there = self.place.paths()
        listed: dict[str, str] = {}
        for lines in leaves:
            listed.update(lines)
        actual = self.place.digests(listed)
        for path, digest in listed.items():
            if actual.get(path) != digest:
                self._differs(path, digest, actual.get(path), there)
        if there is not None:
            self._unlisted(there, listed)
        if self.unknown:
            self.notes.append(f"有 {len(self.unknown)} 个清单分册不可信，其中的文件无法核对")
        if there is None:
            self.notes.append("通过网络核对，看不到清单以外是否多出文件，也看不到跳转页（/_moved/）的内容")
        return len(listed)

    def _differs(self, path: str, digest: str, found: str | None, there: Mapping[str, bool] | None) -> None:
        if there is not None and there.get(path) is False:
            self._tell(path, Kind.NOT_A_FILE, digest)
        elif found is None:
            self._tell(path, Kind.DELETED, digest)
        else:
            self._tell(path, Kind.CHANGED, digest, found, "" if found else "无法读取")

    def _unlisted(self, there: Mapping[str, bool], listed: Mapping[str, str]) -> None:
        own = self.manifest | UNLISTED
        for path in there.keys() - listed.keys():
            if not there[path]:
                self._tell(path, Kind.NOT_A_FILE)
            elif path not in own and leaf_of(path) not in self.unknown:
                self._tell(path, Kind.ADDED, "", self.place.digests({path: ""}).get(path, ""))

    def _fresh(self, root: str) -> Mapping[str, Any] | None:
        data, signature = self.place.read(FRESH), self.place.read(FRESH_SIGNATURE)
        if data is None:
            if self.now is not None:
                self.notes.append("没有时效声明，无法判断镜像是否停留在旧版")
            return None
        statement = _parsed_fresh(data)
        if signature is None or statement is None or not is_signed(data, signature, self.keys):
            self._tell(FRESH, Kind.BAD_FRESH, note="签名无效或无法读取")
            return None
        if (statement["site"], statement["root"]) != (self.site, root):
            words = "时效声明不属于这份清单"
            if self.now is None:
                self.notes.append(f"{words}，发布进程会更新它")
            else:
                self._tell(FRESH, Kind.BAD_FRESH, note=words)
            return None
        if self.now is not None and not statement["signed_at"] <= self.now < statement["expires"]:
            self._tell(FRESH, Kind.FROZEN, note=f"有效期 {statement['signed_at']:%Y-%m-%d %H:%M:%S} 至 {statement['expires']:%H:%M:%S} UTC")
        return statement


def leaf_of(path: str) -> str:
    """Return the name of the leaf that lists a path."""
    return f"{crc32(path.encode('utf-8', 'surrogateescape')) & 0xFF:02x}"


def _address(leaf: str) -> str:
    return f"{FOLDER}{leaf}.jsonl"


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def parsed_root(data: bytes) -> dict[str, Any] | None:
    try:
        root = json.loads(data)
        good = isinstance(root["site"], str) and isinstance(root["change"], int)
        leaves = root["leaves"].items()
        return root if good and all(LEAF_NAME.fullmatch(name) and len(digest) == 64 for name, digest in leaves) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def parsed_leaf(data: bytes) -> Mapping[str, str]:
    """Return the digests that a leaf lists; its own digest is known to be right."""
    return {line["path"]: line["sha256"] for line in json.loads(b"[" + data.strip().replace(b"\n", b",") + b"]")}


def _parsed_fresh(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data)
        times = {name: datetime.fromisoformat(found[name]) for name in ("signed_at", "expires")}
        good = isinstance(found["site"], str) and all(time.tzinfo for time in times.values())
        return {"site": found["site"], "root": found["root"], "change": found["change"], **times} if good else None
    except (ValueError, KeyError, TypeError):
        return None
