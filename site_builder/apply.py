"""Brings one site's mirror from what it is to what was rendered: plan, journal, target, memory."""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from site_builder import manifest
from site_builder.journal import Entry as JournalEntry, Journal
from site_builder.manifest import Entry, Manifest
from site_builder.plan import Operation, check_deletions, make_plan
from site_builder.signing import Signer
from site_builder.store import Made, Store
from site_builder.targets.base import Target
from site_builder.writer import Writer

NO_KEYS = b"\x80"  # an empty mapping in msgpack


class Mirror(NamedTuple):
    """Where a site is published to, where its new files are staged, and its journal."""

    site: str
    target: Target
    staging: Path
    journal: Journal


class Known(NamedTuple):
    """What is known of a mirror: outputs with their keys, all files, and whether that was read from memory alone."""

    outputs: dict[str, Made]
    files: Manifest
    trusted: bool


class Applied(NamedTuple):
    """What was done to a mirror."""

    operations: list[Operation]
    bytes: int

    @property
    def written(self) -> int:
        return sum(not operation.delete for operation in self.operations)

    @property
    def deleted(self) -> int:
        return sum(operation.delete for operation in self.operations)


def finish_interrupted(mirror: Mirror, store: Store) -> bool:
    """Finish a plan that a crash interrupted; return whether there was one. Clears what was staged in vain."""
    entry = mirror.journal.read()
    if entry is not None:
        mirror.target.apply(entry.plan(), mirror.staging)
        with store.transaction():
            store.put_outputs(mirror.site, entry.made, entry.removed)
        mirror.journal.clear()
    shutil.rmtree(mirror.staging, ignore_errors=True)
    return entry is not None


def is_as_left(mirror: Mirror, store: Store) -> bool:
    """Return whether the root of the manifest on the mirror is the one that was put there."""
    root = store.output(mirror.site, manifest.ROOT)
    found = mirror.target.read(manifest.ROOT)
    return root is not None and found is not None and hashlib.sha256(found).digest() == root.entry.sha256


def look(mirror: Mirror, store: Store) -> Known:
    """Return what is remembered of a mirror, and what is really there.

    While the root of the manifest is as it was left, the mirror is taken to be so too; otherwise every file is read,
    and what differs from memory is made again.
    """
    outputs = store.outputs(mirror.site)
    if is_as_left(mirror, store):
        return Known(outputs, {path: made.entry for path, made in outputs.items()}, True)
    there = mirror.target.scan()
    same = {path: made for path, made in outputs.items() if path in there and there[path].sha256 == made.entry.sha256}
    return Known(same, there | {path: made.entry for path, made in same.items()}, False)


def publish(
    mirror: Mirror, store: Store, signer: Signer, made: dict[str, Made], known: Known, wanted: set[str], *,
    ceiling: float = 1.0, dry_run: bool = False,
) -> Applied:
    """Plan and apply what was made for a site. Raises PlanRefused or TargetError; the mirror is then as it was."""
    before = known.files
    gone = {path for path in before if path not in wanted and not manifest.is_manifest_file(path)}
    changed = {p: m.entry for p, m in made.items() if p not in before or before[p].sha256 != m.entry.sha256}
    files = _manifest_files(mirror.site, store, signer, known, {p: m.entry for p, m in made.items()}, {*changed, *gone})
    causes = {path: each.cause for path, each in made.items()}
    after = dict(changed)
    for path, data in files.items():
        if data:
            after[path] = manifest.entry_of(data, "application/json")
        else:
            gone.add(path)
    operations = make_plan(before, after, gone, causes)
    check_deletions(operations, len(before), ceiling)
    size = sum(after[operation.path].size for operation in operations if not operation.delete)
    if dry_run:
        return Applied(operations, size)
    writer = Writer(mirror.staging)
    for operation in operations:
        if operation.path in files and not operation.delete:
            writer.write(operation.path, files[operation.path])
    writer.close()
    rows = list(made.items())
    rows += [(path, Made(after[path], NO_KEYS, "清单")) for path in files if path in after]
    if before and operations:
        mirror.journal.write(JournalEntry([(o.group, o.path, o.delete, o.reason) for o in operations], rows, sorted(gone)))
    mirror.target.apply(operations, mirror.staging)
    with store.transaction():
        store.put_outputs(mirror.site, rows, gone)
    mirror.journal.clear()
    shutil.rmtree(mirror.staging, ignore_errors=True)
    return Applied(operations, size)


def _leaf_concerned(path: str) -> str:
    """Return the leaf that lists a file, or that is the file."""
    if manifest.is_manifest_file(path) and path.endswith(".jsonl"):
        return path.removeprefix(manifest.FOLDER).removesuffix(".jsonl")
    return manifest.leaf_of(path)


def _manifest_files(
    site: str, store: Store, signer: Signer, known: Known, made: Mapping[str, Entry], differing: set[str]
) -> dict[str, bytes]:
    """Return the files of the manifest that may differ, by path; empty bytes for a leaf with nothing in it."""
    gone = differing - made.keys()
    after = {**{path: entry for path, entry in known.files.items() if path not in gone}, **made}
    touched = {manifest.leaf_of(path) for path in differing}
    if not known.trusted:
        touched |= {_leaf_concerned(path) for path in after}
    files = {manifest.leaf_address(leaf): data for leaf, data in manifest.leaves(after, touched).items()}
    digests = {
        _leaf_concerned(path): entry.sha256.hex() for path, entry in known.files.items()
        if manifest.is_manifest_file(path) and path.endswith(".jsonl")
    }
    for leaf in touched:
        data = files[manifest.leaf_address(leaf)]
        digests[leaf] = hashlib.sha256(data).hexdigest()
        if not data:
            del digests[leaf]
    count = sum(not manifest.is_manifest_file(path) for path in after)
    files[manifest.ROOT] = manifest.root(site, store.change_of(site), count, digests)
    files[manifest.SIGNATURE] = signer.sign(files[manifest.ROOT])
    return files
