"""What every target promises."""

from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.manifest import entry_of
from site_builder.plan import Group, Operation
from site_builder.targets.base import Target
from site_builder.targets.folder import FolderTarget
from site_builder.targets.memory import MemoryTarget
from site_builder.targets.s3 import S3Target
from site_builder.targets.s3_bucket import Bucket
from site_builder.writer import Staging
from tests.services.s3 import BUCKET

MAKERS: dict[str, Callable[[Path], Target]] = {
    "folder": lambda root: FolderTarget(root / "mirrors" / "portal"),
    "memory": lambda root: MemoryTarget(),
    "s3": lambda root: S3Target(Bucket(BUCKET), f"{root.name}/", "portal", "one"),
}
NEEDS = {"s3": "s3"}


@pytest.fixture(params=["folder", "memory", pytest.param("s3", marks=pytest.mark.server)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    if request.param in NEEDS:
        request.getfixturevalue(NEEDS[request.param])
    return MAKERS[request.param](tmp_path)


def stage(root: Path, *, whole: bool = False, **files: bytes) -> Staging:
    staging = Staging(root / "staged", whole=whole)
    for name, data in files.items():
        staging.write("/" + name.replace("__", "/").replace("_dot_", "."), data)
    staging.close()
    return staging


def put(path: str) -> Operation:
    return Operation(Group.NEW_PAGES, path, False, "新文件")


def delete(path: str) -> Operation:
    return Operation(Group.DELETIONS, path, True, "已不再发布")


def test_an_empty_place_has_nothing(target: Target) -> None:
    assert target.scan() == {}
    assert target.read("/index.html") is None


def test_what_is_put_is_there(target: Target, tmp_path: Path) -> None:
    target.apply([put("/a/b.html")], stage(tmp_path, a__b_dot_html=b"one"))
    assert target.read("/a/b.html") == b"one"
    assert {path: (entry.sha256, entry.size) for path, entry in target.scan().items()} == {
        "/a/b.html": (entry_of(b"one", "").sha256, 3)
    }


def test_a_new_mirror_is_put_whole(target: Target, tmp_path: Path) -> None:
    target.apply([put("/a/b.html"), put("/c.html")], stage(tmp_path, whole=True, a__b_dot_html=b"one", c_dot_html=b"two"))
    assert {path: target.read(path) for path in target.scan()} == {"/a/b.html": b"one", "/c.html": b"two"}


def test_a_whole_mirror_does_not_displace_what_is_there(target: Target, tmp_path: Path) -> None:
    target.apply([put("/old.html")], stage(tmp_path, old_dot_html=b"0"))
    target.apply([put("/a/b.html")], stage(tmp_path, whole=True, a__b_dot_html=b"one"))
    assert {path: target.read(path) for path in target.scan()} == {"/old.html": b"0", "/a/b.html": b"one"}


def test_what_is_put_again_replaces(target: Target, tmp_path: Path) -> None:
    target.apply([put("/b.html")], stage(tmp_path, b_dot_html=b"one"))
    target.apply([put("/b.html")], stage(tmp_path, b_dot_html=b"two"))
    assert target.read("/b.html") == b"two"


def test_what_is_deleted_is_gone_with_its_empty_folders(target: Target, tmp_path: Path) -> None:
    target.apply([put("/a/b/c.html"), put("/a/d.html")], stage(tmp_path, a__b__c_dot_html=b"1", a__d_dot_html=b"2"))
    target.apply([delete("/a/b/c.html")], Staging(tmp_path / "staged"))
    assert set(target.scan()) == {"/a/d.html"}
    assert target.read("/a/b/c.html") is None


def test_doing_it_again_after_a_crash_is_safe(target: Target, tmp_path: Path) -> None:
    target.apply([put("/x.html"), put("/old.html")], stage(tmp_path, x_dot_html=b"0", old_dot_html=b"0"))
    plan = [put("/x.html"), put("/y.html"), delete("/old.html")]
    staged = stage(tmp_path, x_dot_html=b"1", y_dot_html=b"2")
    target.apply(plan[:1], staged)
    target.apply(plan, staged)
    target.apply(plan, staged)
    assert {path: target.read(path) for path in target.scan()} == {"/x.html": b"1", "/y.html": b"2"}
