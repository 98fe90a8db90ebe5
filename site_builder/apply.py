"""Brings one site's mirror from what it is to what was rendered: plan, journal, target, memory."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import NamedTuple

from cms.records import encode
from site_builder import manifest
from site_builder.errors import RaceLost, TargetError
from site_builder.journal import Entry as JournalEntry, Journal
from site_builder.manifest import Manifest
from site_builder.plan import ALWAYS_ALLOWED, Operation, check_deletions, make_plan
from site_builder.signing import Signer
from site_builder.store import Made, Store
from site_builder.targets.base import Target
from site_builder.verify import listed_at
from site_builder.writer import Staging

NO_KEYS = b"\x80"  # an empty mapping in msgpack


class Mirror(NamedTuple):
    """Where a site is published to, the folder where its new files are staged, and its journal."""

    site: str
    target: Target
    folder: Path
    journal: Journal

    def staging(self, known: "Known") -> Staging:
        """Return where new files wait, for a mirror of which this is known."""
        return Staging(self.folder, whole=not known.total)


class Known(NamedTuple):
    """What is known of a mirror: outputs with their keys, all files, whether that was read from memory alone, how many
    files there are, and either the paths that it should have or those that it should no longer have."""

    outputs: Mapping[str, Made]
    files: Manifest
    trusted: bool
    total: int
    wanted: Set[str] = frozenset()
    gone: Set[str] | None = None

    def surplus(self) -> set[str]:
        """Return the paths that are to be deleted."""
        if self.gone is not None:
            return {path for path in self.gone if path in self.outputs}
        return self.files.keys() - self.wanted - manifest.FILES - manifest.NOT_OF_A_BUILD

    def leaves(self, names: Iterable[str]) -> dict[str, dict[str, Made]]:
        """Return the outputs of some leaves of the manifest that are to stay."""
        if isinstance(self.outputs, Remembered):
            gone = self.gone or frozenset()
            return {
                name: {path: made for path, made in self.outputs.leaf(name).items() if path not in gone} for name in names
            }
        kept = ((path, made) for path, made in self.outputs.items() if path in self.wanted)
        return manifest.by_leaf(kept, names)


class Remembered(Mapping[str, Made]):
    """The outputs of a site as the store remembers them, read leaf by leaf when one is asked for."""

    def __init__(self, store: Store, site: str) -> None:
        self._store, self.site = store, site
        self._leaves: dict[str, dict[str, Made]] = {}

    def leaf(self, name: str) -> dict[str, Made]:
        if name not in self._leaves:
            self._leaves[name] = self._store.leaf(self.site, name)
        return self._leaves[name]

    def digest(self, path: str) -> str:
        """Return the sha256 of what belongs at a path, in hex; empty when nothing does."""
        made = self.get(path)
        return made.sha256.hex() if made else ""

    def below(self, folder: str) -> list[str]:
        """Return every path below a folder; its name ends with a slash."""
        return [path for path in self if path.startswith(folder)]

    def __getitem__(self, path: str) -> Made:
        return self.leaf(manifest.leaf_of(path))[path]

    def __iter__(self) -> Iterator[str]:
        return (path for name in ("", *manifest.LEAVES) for path in self.leaf(name))

    def __len__(self) -> int:
        return sum(len(self.leaf(name)) for name in ("", *manifest.LEAVES))


class Applied(NamedTuple):
    """What was done to a mirror: operations, bytes written, and what the store shall remember of it by leaf."""

    operations: list[Operation]
    size: int
    leaves: dict[str, bytes]

    @property
    def written(self) -> int:
        return sum(not operation.delete for operation in self.operations)

    @property
    def deleted(self) -> int:
        return sum(operation.delete for operation in self.operations)


def finish_interrupted(mirror: Mirror, store: Store) -> bool:
    """Finish a plan that a crash interrupted; return whether there was one. Clears what was staged in vain."""
    entry = mirror.journal.read()
    staging = Staging(mirror.folder)  # a mirror that was new has no journal: it is there whole, or not at all
    if entry is not None:
        try:
            mirror.target.apply(entry.plan(), staging)
        except RaceLost:
            entry = None  # the mirror went on without us: what it is now is found by looking
        else:
            with store.transaction():
                store.put_leaves(mirror.site, entry.leaves)
        mirror.journal.clear()
    staging.clear()
    return entry is not None


def drop_interrupted(mirror: Mirror) -> None:
    """Forget a plan that a crash interrupted: whoever reads all of the mirror makes what is missing, also what of it is lost."""
    mirror.journal.clear()
    Staging(mirror.folder).clear()


def is_as_left(mirror: Mirror, store: Store) -> bool:
    """Return whether the root of the manifest on the mirror is the one that was put there."""
    return _root_as_left(mirror, store) is not None


def _root_as_left(mirror: Mirror, store: Store) -> bytes | None:
    if mirror.target.left_unfinished():
        return None
    root = store.output(mirror.site, manifest.ROOT)
    found = mirror.target.read(manifest.ROOT)
    return found if root and found is not None and hashlib.sha256(found).digest() == root.sha256 else None


def look(mirror: Mirror, store: Store, wanted: Set[str], *, scan: bool = False) -> Known:
    """Return what is remembered of a mirror, and what is really there.

    While the root of the manifest is as it was left, the mirror is taken to be so too; otherwise, or when told to
    `scan`, every file is read, and what differs from memory is made again.
    """
    outputs = store.outputs(mirror.site)
    if not scan and is_as_left(mirror, store):
        return Known(outputs, outputs, True, len(outputs), wanted)
    there = mirror.target.scan()
    same = {path: made for path, made in outputs.items() if path in there and there[path].sha256 == made.sha256}
    return Known(same, there | same, False, len(there), wanted)


def look_at_parts(mirror: Mirror, store: Store, gone: Set[str]) -> Known | None:
    """Return the same for a mirror of which a part is to be made again, without looking at the rest.

    None when it is not as it was left: then all of it has to be looked at.
    """
    root = _root_as_left(mirror, store)
    if root is None:
        return None
    outputs = Remembered(store, mirror.site)
    return Known(outputs, outputs, True, manifest.count_in(root), gone=gone)


class Prepared(NamedTuple):
    """All that is needed to bring a mirror up to date: new files are staged, and the journal says what is to be done."""

    mirror: Mirror
    staging: Staging
    applied: Applied


def prepare(
    mirror: Mirror, store: Store, signer: Signer, made: dict[str, Made], known: Known, *,
    ceiling: float = 1.0, dry_run: bool = False,
) -> Prepared:
    """Plan what was made for a site. Raises PlanRefused or TargetError; the mirror is as it was."""
    before = known.files
    gone = known.surplus()
    leaves = known.leaves(_leaves_of([*made, *gone]) if known.trusted else manifest.LEAVES)
    for path, each in made.items():
        leaves[manifest.leaf_of(path)][path] = each
    leaves = {leaf: dict(sorted(members.items())) for leaf, members in leaves.items()}
    files = _manifest_files(mirror.site, store, signer, known, _count_after(known, made, gone), leaves)
    listed = {path: _listed(data) for path, data in files.items()}
    gone |= {address for leaf, address in manifest.LEAF_ADDRESSES.items() if address in before and leaves.get(leaf) == {}}
    causes = {path: each.cause for path, each in made.items()}
    operations = make_plan(before, made | listed, gone, causes)
    check_deletions(without_strangers(operations, mirror, known, signer), known.total, ceiling)
    size = sum((listed.get(o.path) or made[o.path]).size for o in operations if not o.delete)
    staging = mirror.staging(known)
    if dry_run:
        return Prepared(mirror, staging, Applied(operations, size, {}))
    for operation in operations:
        if operation.path in files and not operation.delete:
            staging.write(operation.path, files[operation.path])
    staging.close()
    rows = {leaf: encode(members) for leaf, members in leaves.items()}
    rows[""] = encode({path: known.outputs[path] for path in manifest.FILES - gone if path in known.outputs} | listed)
    if known.total and operations:
        # A file whose name is no text is a stranger's; should it outlast a crash, the next scan finds it.
        told = [o for o in operations if not o.delete or o.path.isprintable()]
        mirror.journal.write(JournalEntry([(o.group, o.path, o.delete, o.reason) for o in told], rows))
    return Prepared(mirror, staging, Applied(operations, size, rows))


def carry_out(plans: Iterable[Prepared]) -> Iterator[tuple[Prepared, TargetError | None]]:
    """Bring mirrors up to date step by step, all of them before the next step; yield each when it is done, or has failed.

    A failed one is somewhere between what it was and what it is to be, with no link broken; the next run goes on from there.
    Until `remember` is called with the results the journals say what was done, so that it may be called much later.
    """
    under_way = [(plan, plan.mirror.target.apply_in_steps(plan.applied.operations, plan.staging)) for plan in plans]
    while under_way:
        going_on = []
        for plan, steps in under_way:
            try:
                next(steps)
            except StopIteration:
                plan.staging.clear()
                yield plan, None
            except TargetError as error:
                yield plan, error
            else:
                going_on.append((plan, steps))
        under_way = going_on


def _count_after(known: Known, made: Mapping[str, Made], gone: Set[str]) -> int:
    """Return how many files the manifest will list."""
    new = sum(path not in known.outputs for path in made)
    if known.gone is not None:
        return known.total + new - len(gone)
    return sum(path in known.wanted for path in known.outputs) + new


def without_strangers(operations: list[Operation], mirror: Mirror, known: Known, signer: Signer) -> list[Operation]:
    """Return a plan without the deletions of files that are in no manifest: those may always go, however many."""
    if known.trusted or sum(operation.delete for operation in operations) <= ALWAYS_ALLOWED:
        return operations
    ours = known.outputs.keys() | listed_at(mirror.target, (signer.public_key(),))
    return [operation for operation in operations if not operation.delete or operation.path in ours]


def remember(done: Iterable[tuple[Mirror, Applied]], store: Store) -> None:
    """Write down what is on the mirrors now."""
    done = list(done)
    with store.transaction():
        for mirror, applied in done:
            store.put_leaves(mirror.site, applied.leaves)
    for mirror, _ in done:
        mirror.journal.clear()


def _leaves_of(paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        found.add(manifest.leaf_of(path))
        if len(found) == len(manifest.LEAVES):
            break
    return found


def _listed(data: bytes) -> Made:
    return Made(hashlib.sha256(data).digest(), len(data), "application/json", NO_KEYS, "清单")


def _manifest_files(
    site: str, store: Store, signer: Signer, known: Known, count: int, leaves: Mapping[str, Manifest]
) -> dict[str, bytes]:
    """Return the files of the manifest that may differ, by path: these leaves, the root and its signature."""
    addresses = manifest.LEAF_ADDRESSES
    digests = {leaf: known.files[address].sha256.hex() for leaf, address in addresses.items() if address in known.files}
    files = {}
    for leaf, members in leaves.items():
        digests.pop(leaf, None)
        if members:
            data = files[addresses[leaf]] = manifest.leaf(members)
            digests[leaf] = hashlib.sha256(data).hexdigest()
    files[manifest.ROOT] = manifest.root(site, store.change_of(site), count, digests)
    files[manifest.SIGNATURE] = signer.sign(files[manifest.ROOT])
    return files
