"""Compares a mirror at any target with its signed manifest, and with what the builder remembers of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from site_builder import manifest
from site_builder.store import Store
from site_builder.targets.base import Target
from site_builder.verifier.check import Checked, Memory, check, is_signed, parsed_leaf, parsed_root, sha256_of


class TargetPlace:
    """A target as the verifier reads it: every file once, by the target's own scan."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._there = target.scan()

    def read(self, path: str) -> bytes | None:
        return self._target.read(path) if path in self._there else None

    def digests(self, expected: Mapping[str, str]) -> Mapping[str, str]:
        there = self._there
        return {path: there[path].sha256.hex() for path in expected if path in there}

    def paths(self) -> Mapping[str, bool]:
        return {path: entry.type != manifest.SPECIAL for path, entry in self._there.items()}


class StoreMemory:
    """What the store remembers of a mirror, read when something differs and never otherwise."""

    def __init__(self, store: Store, site: str) -> None:
        self._store, self._site = store, site

    def lines(self, leaf: str) -> Mapping[str, str]:
        return self._by_leaf.get(leaf, {})

    @cached_property
    def _by_leaf(self) -> Mapping[str, Mapping[str, str]]:
        outputs = self._store.outputs(self._site)
        found = manifest.by_leaf(outputs.items(), ("", *manifest.LEAVES))
        return {leaf: {path: made.sha256.hex() for path, made in lines.items()} for leaf, lines in found.items()}


def memory_of(store: Store, site: str) -> Memory | None:
    """Return what the store knows of a mirror, None if it knows nothing."""
    root = store.output(site, manifest.ROOT)
    return Memory(root.sha256.hex(), StoreMemory(store, site).lines) if root else None


def listed_at(target: Target, keys: Iterable[str]) -> set[str]:
    """Return the paths that the manifest at a target lists, as far as it is signed and whole."""
    root, signature = target.read(manifest.ROOT), target.read(manifest.SIGNATURE)
    if root is None or signature is None or not is_signed(root, signature, keys):
        return set()
    found: set[str] = set()
    for name, digest in (parsed_root(root) or {"leaves": {}})["leaves"].items():
        data = target.read(manifest.LEAF_ADDRESSES.get(name, manifest.ROOT))
        if data is not None and sha256_of(data) == digest:
            found.update(parsed_leaf(data))
    return found


def verify(
    target: Target, site: str, keys: Iterable[str], memory: Memory | None = None, now: datetime | None = None
) -> Checked:
    """Compare every file of a site's mirror with the manifest. Raises TargetError."""
    return check(TargetPlace(target), keys, site=site, memory=memory, now=now)
