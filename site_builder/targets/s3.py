"""A mirror in a bucket of an S3-compatible store.

An object is whole at every moment, because a store takes all of it or nothing. That two publishers do not mix is seen to by the
claim (s3_claim.py), and by the root of the manifest, which is only put in the place of the one that the plan was made from.
"""

import hashlib
import mmap
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter

from site_builder.errors import RaceLost, TargetError
from site_builder.manifest import ROOT, Entry
from site_builder.plan import Operation
from site_builder.targets.base import Target
from site_builder.targets.parallel import in_parallel
from site_builder.targets.s3_bucket import Bucket
from site_builder.targets.s3_claim import LEASE, Claim
from site_builder.targets.s3_keys import headers_of, is_same, path_of, split
from site_builder.writer import Staging

CLAIMS = "_claims/"
MAPPED = 1 << 20  # bytes from which a file is sent without being read into memory


class S3Target(Target):
    """Objects below PREFIX/SITE/."""

    def __init__(self, bucket: Bucket, prefix: str, site: str, owner: str, *, lease: float = LEASE) -> None:
        self._bucket, self._claims = bucket, f"{prefix}{CLAIMS}"
        self._root = f"{prefix}{site}"
        self._claim = Claim(bucket, f"{self._claims}{site}.json", owner, lease=lease)
        self._pointer: str | None = None  # the ETag of the root as it was last seen, "" if there was none

    def left_unfinished(self) -> bool:
        return self._claim.left_unfinished()

    def scan(self) -> dict[str, Entry]:
        self._claim.note_scan()
        found: dict[str, Entry] = {}

        def look(key: str) -> None:
            answer = self._bucket.request("GET", key)
            if answer.status == 200:  # it may have been deleted since it was listed
                kind = answer.headers.get("content-type", "").partition(";")[0]
                path = path_of(key.removeprefix(self._root), answer.headers)
                found[path] = Entry(hashlib.sha256(answer.body).digest(), len(answer.body), kind)

        in_parallel(look, self._bucket.keys(f"{self._root}/"))
        return found

    def read(self, path: str) -> bytes | None:
        address, _ = split(path)
        answer = self._bucket.request("GET", self._root + address)
        there = answer.status == 200 and path_of(address, answer.headers) == path
        if path == ROOT:
            self._pointer = answer.headers["etag"] if there else ""
        return answer.body if there else None

    def apply(self, operations: Sequence[Operation], staging: Staging) -> None:
        if not operations:
            return
        self._bucket.probe(self._claims)
        claimed = self._claim.take(_digest(operations, staging), self._pointer)
        if any(operation.path == ROOT for operation in operations):
            self._check_pointer(claimed.pointer, staging)
        taken = {split(operation.path)[0] for operation in operations if not operation.delete}
        for _, members in groupby(operations, key=attrgetter("group")):
            group = list(members)
            self._put([each.path for each in group if not each.delete], staging, again=claimed.begun)
            # What replaces a file at its own address is there already.
            self._delete([each.path for each in group if each.delete and split(each.path)[0] not in taken])
        self._claim.release()

    def _check_pointer(self, expected: str | None, staging: Staging) -> None:
        """Raise RaceLost, with nothing changed, unless the root is the one that the plan was made from, or the plan's own."""
        found = self._head(ROOT)
        now = found["etag"] if found else ""
        if now != expected:
            with _bytes_of(ROOT, staging) as data:
                if found is None or data is None or not is_same(found, headers_of(ROOT, data)):
                    self._claim.release()
                    raise RaceLost("镜像在此期间被另一个发布者更新过，要先重新读取")
        self._pointer = now

    def _put(self, paths: list[str], staging: Staging, *, again: bool) -> None:
        # The root comes before its signature, and nothing of its group is put if it was overtaken.
        if ROOT in paths:
            self._put_root(staging)
            paths = [path for path in paths if path != ROOT]
        in_parallel(lambda path: self._put_one(path, staging, again=again), paths)

    def _put_one(self, path: str, staging: Staging, *, again: bool) -> None:
        with _bytes_of(path, staging) as data:
            if data is None:
                if self._head(path) is None:
                    raise TargetError(f"要发布的文件不见了：{path}")
                return
            headers = headers_of(path, data)
            found = self._head(path) if again else None
            if found is None or not is_same(found, headers):
                self._bucket.request("PUT", self._key(path), headers, data, self._claim.keep)

    def _put_root(self, staging: Staging) -> None:
        with _bytes_of(ROOT, staging) as data:
            if data is None:
                raise TargetError(f"要发布的文件不见了：{ROOT}")
            headers = headers_of(ROOT, data)
            new = self._bucket.swap(self._key(ROOT), data, headers, self._pointer or "", self._claim.keep)
        if new is None:
            raise RaceLost("镜像的清单被别人换过，要先重新读取")
        self._pointer = new

    def _delete(self, paths: list[str]) -> None:
        in_parallel(lambda path: self._bucket.request("DELETE", self._key(path), before=self._claim.keep), paths)

    def _head(self, path: str) -> dict[str, str] | None:
        answer = self._bucket.request("HEAD", self._key(path))
        return answer.headers if answer.status == 200 else None

    def _key(self, path: str) -> str:
        return self._root + split(path)[0]


@contextmanager
def _bytes_of(path: str, staging: Staging) -> Iterator[bytes | memoryview | None]:
    """Give the staged bytes of a path, None if they are not there."""
    try:
        file = os.open(staging.file(path), os.O_RDONLY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        yield None
        return
    with open(file, "rb", buffering=0) as source:
        if os.fstat(file).st_size < MAPPED:
            yield source.read()
            return
        with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as mapped, memoryview(mapped) as view:
            yield view


def _digest(operations: Iterable[Operation], staging: Staging) -> str:
    """Return what stands for a plan and the root that it leads to."""
    told = hashlib.sha256()
    for operation in operations:
        told.update(f"{int(operation.delete)}{operation.path}\0".encode())
    with _bytes_of(ROOT, staging) as root:
        told.update(root or b"")
    return told.hexdigest()
