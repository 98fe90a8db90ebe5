"""Digests of all files in a folder, as fast as the machine reads them."""

import hashlib
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from site_builder.handover import may_start_a_process
from site_builder.verifier.places import walk

BATCH = 512
WORTH_FORKING = 1000  # below this many files starting processes costs more than it saves
BLOCK = 1 << 16  # all but pictures and documents are smaller
# Not to wait for a pipe's other end, and not to follow a link, should one have taken the place of a file.
FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class Hashed(NamedTuple):
    """Something in a folder; the digest is empty when it is no plain file, or cannot be read."""

    path: str
    is_plain: bool
    sha256: bytes
    size: int


def hash_folder(root: Path) -> Iterator[Hashed]:
    """Yield everything in a folder that is no folder, by its path with a slash before it."""
    plain: list[str] = []
    for path, is_plain in walk(root):
        if is_plain:
            plain.append("/" + path)
        else:
            yield Hashed("/" + path, False, b"", 0)
    if len(plain) < WORTH_FORKING or not may_start_a_process():
        yield from _join(plain, hash_files(str(root), plain))
        return
    parts = [plain[start:start + BATCH] for start in range(0, len(plain), BATCH)]
    # Threads would wait for each other: with files of some kilobytes most of the time is Python's own.
    with ProcessPoolExecutor(len(os.sched_getaffinity(0)), mp_context=multiprocessing.get_context("fork")) as executor:
        for part, found in zip(parts, executor.map(hash_files, [str(root)] * len(parts), parts), strict=True):
            yield from _join(part, found)


def hash_files(root: str, paths: Sequence[str]) -> tuple[bytes, list[int]]:
    """Return the digests of some files, one after the other, and their sizes; -1 for one that cannot be read."""
    digests, sizes = [], []
    for path in paths:
        try:
            digest, size = hash_file(root + path)
        except OSError:
            digest, size = bytes(32), -1
        digests.append(digest)
        sizes.append(size)
    return b"".join(digests), sizes


def hash_file(path: str) -> tuple[bytes, int]:
    """Return digest and size of a file. Raises OSError, also for a link."""
    file = os.open(path, FLAGS)
    try:
        data = os.read(file, BLOCK)
        size, found = len(data), hashlib.sha256(data)
        while data and size >= BLOCK:
            data = os.read(file, BLOCK)
            size += len(data)
            found.update(data)
        return found.digest(), size
    finally:
        os.close(file)


def _join(paths: Sequence[str], found: tuple[bytes, list[int]]) -> Iterator[Hashed]:
    digests, sizes = found
    for number, (path, size) in enumerate(zip(paths, sizes, strict=True)):
        yield Hashed(path, True, digests[number * 32:number * 32 + 32] if size >= 0 else b"", max(size, 0))
