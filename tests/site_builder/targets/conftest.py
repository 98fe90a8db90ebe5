"""A bucket behind a proxy that can spoil requests, and what tests put there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from site_builder.plan import Group, Operation
from site_builder.targets.base import Target
from site_builder.targets.s3 import S3Target
from site_builder.targets.s3_bucket import Bucket
from site_builder.writer import Staging
from tests.services.fault_proxy import FaultProxy
from tests.services.s3 import BUCKET, S3Server


@dataclass
class Place:
    """A prefix of its own in the bucket; `pauses` are those that would have been made."""

    server: S3Server
    proxy: FaultProxy
    root: Path
    pauses: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bucket = Bucket(BUCKET, pause=self.pauses.append)  # it knows nothing of sites; a client takes long to make

    def target(self, owner: str = "one", site: str = "portal", **chosen: float) -> S3Target:
        """Return a target as a process of its own would have it."""
        return S3Target(self.bucket, f"{self.root.name}/", site, owner, **chosen)

    def factory(self) -> Callable[[str], Target]:
        known: dict[str, S3Target] = {}
        return lambda site: known.setdefault(site, self.target(site=site))

    def staging(self, files: dict[str, bytes], name: str = "staged") -> Staging:
        staging = Staging(self.root / name)
        for path, data in files.items():
            staging.write(path, data)
        staging.close()
        return staging

    def put(self, target: Target, files: dict[str, bytes], *gone: str) -> None:
        target.apply(plan(files, *gone), self.staging(files))


def plan(files: dict[str, bytes], *gone: str) -> list[Operation]:
    """Return operations in their order, as make_plan would."""
    groups = [(Group.ROOT if path.startswith("/_manifest/root") else Group.NEW_PAGES, path) for path in files]
    operations = [Operation(group, path, False, "新文件") for group, path in groups]
    return sorted([*operations, *(Operation(Group.DELETIONS, path, True, "已不再发布") for path in gone)])


@pytest.fixture
def place(s3_server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with FaultProxy(s3_server.port) as proxy:
        for name, value in {**s3_server.environment, "AWS_ENDPOINT_URL": proxy.address}.items():
            monkeypatch.setenv(name, value)
        yield Place(s3_server, proxy, tmp_path)
