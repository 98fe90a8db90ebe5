"""What every place for backups has to do."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.places import Place, open_place
from tests.services.s3 import S3Server


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.server)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return open_place(str(tmp_path / "backups"))
    server: S3Server = request.getfixturevalue("s3")
    return open_place(f"s3://{server.bucket()}/site/backups")


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def make(data: bytes) -> Path:
        (tmp_path / "source").write_bytes(data)
        return tmp_path / "source"

    return make


def test_what_is_written_is_read(place: Place, file: Callable[[bytes], Path]) -> None:
    data = bytes(range(256)) * 20_000
    place.write("20260102T083000Z/database.dump", file(data))
    assert b"".join(place.read("20260102T083000Z/database.dump")) == data


def test_names_are_those_below_a_prefix_with_their_sizes(place: Place, file: Callable[[bytes], Path]) -> None:
    assert place.names() == {}
    place.write("20260102T083000Z/backup.json", file(b"{}"))
    place.write("objects/ab/abc", file(b"abc"))
    assert place.names() == {"20260102T083000Z/backup.json": 2, "objects/ab/abc": 3}
    assert place.names("2") == {"20260102T083000Z/backup.json": 2}
    assert place.names("objects/") == {"objects/ab/abc": 3}
    assert place.names("objects/x/") == {}


def test_writing_again_replaces(place: Place, file: Callable[[bytes], Path]) -> None:
    place.write("objects/ab/abc", file(b"old"))
    place.write("objects/ab/abc", file(b"new and longer"))
    assert b"".join(place.read("objects/ab/abc")) == b"new and longer"
    assert place.names() == {"objects/ab/abc": 14}


def test_what_is_deleted_is_gone_and_deleting_again_is_no_error(place: Place, file: Callable[[bytes], Path]) -> None:
    place.write("objects/ab/abc", file(b"abc"))
    place.delete("objects/ab/abc")
    place.delete("objects/ab/abc")
    assert place.names() == {}


def test_what_is_not_there_cannot_be_read(place: Place) -> None:
    with pytest.raises(BackupError, match="无法读写"):
        b"".join(place.read("20260102T083000Z/backup.json"))


def test_files_in_a_folder_are_for_their_owner_alone(tmp_path: Path, file: Callable[[bytes], Path]) -> None:
    open_place(str(tmp_path / "backups")).write("20260102T083000Z/signing.key", file(b"secret"))
    written = tmp_path / "backups/20260102T083000Z/signing.key"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert stat.S_IMODE(written.parent.stat().st_mode) == 0o700


def test_a_folder_that_is_a_file_is_named(tmp_path: Path, file: Callable[[bytes], Path]) -> None:
    (tmp_path / "backups").write_text("not a folder")
    with pytest.raises(BackupError, match="backups"):
        open_place(str(tmp_path / "backups")).write("objects/ab/abc", file(b"abc"))


@pytest.mark.parametrize("address", ["s3://", "ftp://host/folder", "https://bucket.example.com/"])
def test_an_address_that_names_no_place_is_an_error(address: str) -> None:
    with pytest.raises(BackupError, match="应为"):
        open_place(address)


@pytest.mark.server
def test_a_bucket_that_is_not_there_and_a_wrong_password_are_named(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BackupError, match="NoSuchBucket"):
        open_place("s3://nowhere-at-all").names()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(BackupError, match="SignatureDoesNotMatch"):
        open_place(f"s3://{s3.bucket()}").names()
