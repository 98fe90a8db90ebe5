"""The commands of the project with a bucket to publish to, each in a process of its own."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.services.demo import Demo
from tests.services.s3 import BUCKET, S3Server
from tests.services.test_postgresql import tree

pytestmark = pytest.mark.server


@pytest.fixture
def in_bucket(demo: Demo, s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Demo:
    """Give a copy of the tiny cluster that has published nothing yet."""
    shutil.copytree(demo.data, tmp_path / "data", ignore=lambda folder, names: {"mirrors", "builder.sqlite3"} & set(names))
    monkeypatch.setenv("PUBLISH_TARGET", f"s3://{BUCKET}/demo/live")
    return Demo(tmp_path / "data", demo.port)


def last_line(told: str) -> Any:
    return json.loads(told.splitlines()[-1])


def test_build_and_verify_work_on_a_bucket(in_bucket: Demo, demo: Demo, s3: S3Server) -> None:
    in_bucket.manage("build", "--verbosity", "0")
    mirrors = s3.folder / BUCKET / "demo/live"
    ours = {path: data for path, data in tree(mirrors).items() if not path.startswith("_claims/")}
    assert ours == tree(demo.mirrors)
    again = last_line(in_bucket.manage("build", "--verbosity", "0", "--json"))
    assert (again["written"], again["deleted"]) == (0, 0)

    in_bucket.manage("verify", "--json")
    s3.client().put_object(Bucket=BUCKET, Key="demo/live/portal/index.html", Body=b"tampered")
    with pytest.raises(AssertionError, match=r"index\.html"):
        in_bucket.manage("verify")
    in_bucket.manage("verify", "--repair")
    assert {path: data for path, data in tree(mirrors).items() if not path.startswith("_claims/")} == ours


def test_a_bucket_that_is_not_there_is_named_before_anything_is_done(in_bucket: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLISH_TARGET", "s3://no-such-bucket/live")
    with pytest.raises(AssertionError, match="no-such-bucket 无法使用：没有这个存储桶"):
        in_bucket.manage("build", "--verbosity", "0")
