"""The drill: back up, restore into an empty installation, build, and find the same mirrors byte for byte."""

import dataclasses
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.services import migrated
from tests.services.demo import ROOT, Demo
from tests.services.s3 import S3Server
from tests.site_builder.cluster import tree

EDIT = """
from cms.articles.models import ArticlePage
page = ArticlePage.objects.live().order_by("pk").first()
page.title = "备份之后改的标题"
page.save_revision().publish()
"""


@pytest.fixture(scope="module")
def on_postgres(postgres: str, demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Give the tiny cluster on PostgreSQL, built."""
    database = new_database(postgres, "drill_source", template=migrated.TEMPLATE)
    return Demo(tmp_path_factory.mktemp("postgres"), demo.port, database).seed().build()


def new_database(server: str, name: str, template: str = "template1") -> str:
    """Return the address of a new database, an empty one unless it is the copy of another."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.rpartition("/")[0] + f"/{name}"


def fails(demo: Demo, *words: str) -> str:
    """Run a command that must fail, without a traceback; return what it said."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=demo.environment, text=True, capture_output=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def drill(source: Demo, target: Demo, place: str, keys: str) -> None:
    source.manage("backup", place, "--keys", keys)
    said = target.manage("restore", place, "--keys", keys)
    assert "序号已提到" not in said
    target.manage("build", "--verbosity", "0")
    ours, theirs = tree(source.mirrors), tree(target.mirrors)
    assert "portal/_manifest/root.json" in ours and "portal/_manifest/root.sig" in ours
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []


@pytest.fixture(scope="module")
def saved(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a place with one backup of the tiny cluster, and one with its keys beside it."""
    folder = tmp_path_factory.mktemp("saved")
    demo.manage("backup", str(folder / "backups"), "--keys", str(folder / "keys"))
    return folder


@pytest.fixture
def copy(demo: Demo, tmp_path: Path) -> Demo:
    """Give a copy of the tiny cluster that may be changed."""
    shutil.copytree(demo.data, tmp_path / "copy")
    return dataclasses.replace(demo, data=tmp_path / "copy")


@pytest.fixture
def empty(demo: Demo, tmp_path: Path) -> Demo:
    return dataclasses.replace(demo, data=tmp_path / "empty")


def test_the_drill_on_sqlite(demo: Demo, empty: Demo, tmp_path: Path) -> None:
    drill(demo, empty, str(tmp_path / "backups"), str(tmp_path / "keys"))
    assert (empty.data / "state/signing.key").stat().st_mode & 0o777 == 0o600
    assert not list(empty.data.glob("replaced-*"))


@pytest.mark.server
def test_the_drill_on_postgresql(on_postgres: Demo, empty: Demo, postgres: str, tmp_path: Path) -> None:
    target = dataclasses.replace(empty, database=new_database(postgres, "drill_target"))
    drill(on_postgres, target, str(tmp_path / "backups"), str(tmp_path / "keys"))
    # Once more, over what is there now: in one transaction.
    assert "不是空的" in fails(target, "restore", str(tmp_path / "backups"))
    target.manage("restore", str(tmp_path / "backups"), "--force")
    assert target.manage("build").count("写入 0")


@pytest.mark.server
def test_the_drill_with_s3(demo: Demo, empty: Demo, s3: S3Server) -> None:
    drill(demo, empty, f"s3://{s3.bucket()}/jincheng", f"s3://{s3.bucket()}")


@pytest.mark.server
def test_a_backup_goes_back_to_the_kind_of_database_that_it_came_from(saved: Path, empty: Demo, postgres: str) -> None:
    target = dataclasses.replace(empty, database=new_database(postgres, "other_kind"))
    assert "不能恢复" in fails(target, "restore", str(saved / "backups"))


def test_the_drill_of_operators(demo: Demo, tmp_path: Path) -> None:
    environment = {**demo.environment, "TMPDIR": str(tmp_path), "PUBLISH_TARGET": "s3://must-not-be-touched"}
    done = subprocess.run([ROOT / ".ci/drill", sys.executable], env=environment, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "逐字节相同" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_an_installation_that_is_not_empty_is_left_alone(copy: Demo, saved: Path) -> None:
    before = tree(copy.data)
    assert "不是空的" in fails(copy, "restore", str(saved / "backups"))
    assert tree(copy.data) == before


def one_object(place: Path) -> Path:
    return next(file for file in sorted((place / "objects").rglob("*")) if file.is_file())


@pytest.mark.parametrize(
    "damaged", [one_object, lambda place: next(place.glob("2*/database.sqlite3")), lambda place: next(place.glob("2*/backup.json"))],
    ids=["media", "database", "manifest"],
)
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    copy: Demo, saved: Path, tmp_path: Path, damaged: Callable[[Path], Path]
) -> None:
    place = tmp_path / "backups"
    shutil.copytree(saved / "backups", place)
    file = damaged(place)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)
    before = tree(copy.data)
    assert "已损坏" in fails(copy, "restore", str(place), "--force")
    assert tree(copy.data) == before
    file.unlink()
    assert "无法读写" in fails(copy, "restore", str(place), "--force")
    assert tree(copy.data) == before


def test_an_unfinished_backup_is_not_restored(empty: Demo, saved: Path, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    shutil.copytree(saved / "backups", place)
    (folder,) = place.glob("2*")
    (folder / "backup.sha256").unlink()
    assert "没有可以恢复的备份，只有未完成的" in fails(empty, "restore", str(place))
    assert "没有完成" in fails(empty, "restore", str(place), "--backup", folder.name)


def test_another_key_is_not_replaced_unless_forced(empty: Demo, saved: Path) -> None:
    key = empty.data / "state/signing.key"
    key.parent.mkdir(parents=True)
    key.write_bytes(bytes(32))
    assert "是另一把签名密钥" in fails(empty, "restore", str(saved / "backups"), "--keys", str(saved / "keys"))
    assert key.read_bytes() == bytes(32)


def test_mirrors_that_are_ahead_of_the_backup_go_on_and_not_back(copy: Demo, saved: Path) -> None:
    def number() -> int:
        return int(json.loads((copy.mirrors / "portal/_manifest/root.json").read_bytes())["change"])

    first = tree(copy.mirrors)
    copy.manage("shell", "--command", EDIT)
    copy.manage("build", "--verbosity", "0")
    ahead, edited = number(), tree(copy.mirrors)
    said = copy.manage("restore", str(saved / "backups"), "--force")
    assert "比备份新" in said and str(ahead) in said
    copy.manage("build", "--verbosity", "0")
    assert number() > ahead
    now = tree(copy.mirrors)
    assert {path for path in first if now[path] != first[path] and "/_manifest/" not in path} == set()
    assert any(edited[path] != first[path] for path in first if "/_manifest/" not in path)
    old = next(copy.data.glob("replaced-*"))
    assert (old / "db.sqlite3").exists() and (old / "media/documents").is_dir()


def test_a_database_in_use_is_not_replaced(copy: Demo, saved: Path) -> None:
    with sqlite3.connect(copy.data / "db.sqlite3") as user:
        user.execute("SELECT count(*) FROM publishing_change").fetchone()
        assert "正在使用" in fails(copy, "restore", str(saved / "backups"), "--force")
    user.close()


def test_a_backup_of_newer_code_is_refused(empty: Demo, saved: Path, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    shutil.copytree(saved / "backups", place)
    (folder,) = place.glob("2*")
    text = (folder / "backup.json").read_text()
    made = json.loads(text)
    made["migrations"]["publishing"] = "9999_from_the_future"
    (folder / "backup.json").write_text(json.dumps(made))
    digest = hashlib.sha256((folder / "backup.json").read_bytes()).hexdigest()
    (folder / "backup.sha256").write_text(f"{digest}  backup.json\n")
    assert "publishing.9999_from_the_future" in fails(empty, "restore", str(place))
