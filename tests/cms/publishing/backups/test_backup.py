"""Making backups: what is in them, what is not, and what becomes of those that fail."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction

from cms.media.models import CustomDocument
from cms.publishing.backups import manifest
from cms.publishing.backups.backup import back_up
from cms.publishing.backups.checked import digest_in
from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.folder import FolderPlace
from cms.publishing.backups.manifest import Manifest
from cms.publishing.backups.media import object_name
from cms.publishing.read import latest_number

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
KEY = bytes(range(100, 132))
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def installation(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_ROOT = tmp_path / "data"
    settings.MEDIA_ROOT, settings.STATE_ROOT = tmp_path / "data/media", tmp_path / "data/state"
    (tmp_path / "data/state").mkdir(parents=True)
    (tmp_path / "data/state/signing.key").write_bytes(KEY)
    return tmp_path / "data"


@pytest.fixture
def place(tmp_path: Path) -> FolderPlace:
    return FolderPlace(tmp_path / "backups")


def document(title: str) -> CustomDocument:
    return CustomDocument.objects.create(title=title, file=ContentFile(f"内容{title}".encode(), name=f"{title}.txt"))


def make(place: FolderPlace, **chosen: Any) -> Manifest:
    """Make a backup a second after the newest."""
    names = list(manifest.backups_in(place))
    now = manifest.time_of(names[-1]) + timedelta(seconds=1) if names else NOON
    return back_up(place, **{"now": now, "tell": lambda line: None, **chosen})


def everything_in(place: FolderPlace) -> dict[str, bytes]:
    return {name: b"".join(place.read(name)) for name in place.names()}


def test_a_backup_says_what_it_is_made_of(place: FolderPlace) -> None:
    document("甲")
    made = make(place)
    assert manifest.newest(place) == made
    assert made.vendor == connection.vendor
    assert made.change == latest_number()
    assert made.migrations["publishing"] >= "0002"
    assert [file.path for file in made.media] == ["documents/甲.txt"]
    for name, file in [(f"{made.name}/{file.path}", file) for file in made.files] + [
        (object_name(file.sha256), file) for file in made.media
    ]:
        assert digest_in(place, name) == file.sha256


def test_a_second_backup_only_adds_what_is_new(place: FolderPlace, tmp_path: Path) -> None:
    document("甲")
    make(place)
    before = set(place.names("objects/"))
    document("乙")
    document("甲").delete()
    times = {name: (place.root / name).stat().st_mtime_ns for name in before}
    make(place)
    assert len(set(place.names("objects/")) - before) == 1
    assert {name: (place.root / name).stat().st_mtime_ns for name in before} == times


def test_the_key_is_never_in_the_backup_and_alone_in_the_other_place(place: FolderPlace, tmp_path: Path) -> None:
    keys = FolderPlace(tmp_path / "safe")
    made = make(place, keys=keys)
    assert not any(KEY in data for data in everything_in(place).values())
    assert (keys.root / made.name / "signing.key").read_bytes() == KEY
    assert (keys.root / made.name / "signing.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("where", ["backups", "backups/keys", "."])
def test_keys_are_not_put_with_what_they_protect(place: FolderPlace, tmp_path: Path, where: str) -> None:
    with pytest.raises(BackupError, match="分开存放"):
        make(place, keys=FolderPlace(tmp_path / where))
    assert place.names() == {}


def test_without_a_key_its_backup_is_refused_and_not_forgotten(
    place: FolderPlace, tmp_path: Path, installation: Path
) -> None:
    (installation / "state/signing.key").unlink()
    with pytest.raises(BackupError, match="还没有签名密钥"):
        make(place, keys=FolderPlace(tmp_path / "safe"))


class FullPlace(FolderPlace):
    """A folder with room for so many files and no more."""

    def __init__(self, root: Path, room: int) -> None:
        super().__init__(root)
        self.room = room

    def write(self, name: str, source: Path) -> None:
        self.room -= 1
        if self.room < 0:
            with self._errors():
                raise OSError(ENOSPC, "No space left on device", name)
        super().write(name, source)


def test_a_place_that_fails_at_any_moment_leaves_the_earlier_backup_whole(place: FolderPlace) -> None:
    document("甲")
    first = make(place)
    for name in "乙丙丁":
        document(name)
    before = everything_in(place)
    for room in range(6):  # three files, the database, the manifest, its seal
        with pytest.raises(BackupError, match="No space left"):
            make(FullPlace(place.root, room))
        assert manifest.newest(place) == first
        assert everything_in(place).items() >= before.items()
        for name, is_whole in manifest.backups_in(place).items():
            if not is_whole:
                with pytest.raises(BackupError, match="没有完成"):
                    manifest.newest(place, name)
        for name in place.names("objects/").keys() - before.keys():
            place.delete(name)  # else the next attempt would have less to do
    assert make(FullPlace(place.root, 6)) == manifest.newest(place)


class RottenPlace(FolderPlace):
    """A folder on a disk that turns bits over."""

    def write(self, name: str, source: Path) -> None:
        super().write(name, source)
        file = self.root / name
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)


def test_what_was_written_is_read_back(place: FolderPlace) -> None:
    document("甲")
    with pytest.raises(BackupError, match="读回的内容不一致"):
        make(RottenPlace(place.root))
    with pytest.raises(BackupError, match="没有可以恢复的备份"):
        manifest.newest(place)


def test_a_damaged_manifest_is_noticed(place: FolderPlace) -> None:
    made = make(place)
    file = place.root / made.name / manifest.MANIFEST
    file.write_text(file.read_text().replace('"change": ', '"change": 1'))
    with pytest.raises(BackupError, match="已损坏"):
        manifest.newest(place)


def test_a_file_lost_long_ago_is_told_and_stops_nothing(place: FolderPlace, installation: Path) -> None:
    document("甲")
    document("乙")
    (installation / "media/documents/甲.txt").unlink()
    said: list[str] = []
    made = make(place, tell=said.append)
    assert made.missing == ("documents/甲.txt",)
    assert [file.path for file in made.media] == ["documents/乙.txt"]
    assert any("警告" in line and "甲.txt" in line for line in said)


class BusyPlace(FolderPlace):
    """A place during whose first write an editor deletes a document."""

    def __init__(self, root: Path, victim: CustomDocument) -> None:
        super().__init__(root)
        self.victim = victim

    def write(self, name: str, source: Path) -> None:
        if self.victim.pk:
            self.victim.delete()
        super().write(name, source)


def test_a_file_that_is_deleted_meanwhile_is_not_named_by_the_backup(place: FolderPlace) -> None:
    document("甲")
    made = make(BusyPlace(place.root, document("乙")))
    assert [file.path for file in made.media] == ["documents/甲.txt"]
    assert made.missing == ()
    assert made.change == latest_number()


@pytest.fixture
def editor() -> Iterator[Callable[[], None]]:
    """Give what starts an editor who, in each transaction, adds a document and deletes the one added four before."""
    stop = Event()

    def edit() -> None:
        made: list[CustomDocument] = []
        number = 0
        while not stop.is_set():
            with transaction.atomic():
                number += 1
                made.append(document(f"第{number:05d}号"))
                if len(made) > 4:
                    made.pop(0).delete()
            if number == 4:
                ready.set()
        connection.close()

    ready = Event()
    worker = Thread(target=edit)

    def start() -> None:
        worker.start()
        assert ready.wait(60)

    yield start
    stop.set()
    worker.join()


def test_every_backup_made_while_editors_work_is_whole(place: FolderPlace, editor: Callable[[], None]) -> None:
    editor()
    for _ in range(5):
        made = make(place)
        numbers = [int(file.path[-9:-5]) for file in made.media]
        assert made.missing == ()
        assert numbers == list(range(numbers[0], numbers[0] + 4))
        for file in made.media:
            assert b"".join(place.read(object_name(file.sha256))).decode().endswith(file.path[-10:-4])


def test_older_backups_go_with_the_media_that_nobody_else_has(place: FolderPlace) -> None:
    old = document("甲")
    document("乙")
    make(place)
    old.delete()
    second, third = make(place), make(place, keep=2)
    assert list(manifest.backups_in(place)) == [second.name, third.name]
    assert len(place.names("objects/")) == 1
    assert json.loads((place.root / third.name / "backup.json").read_text())["name"] == third.name


@pytest.mark.parametrize(("later", "objects"), [(timedelta(hours=1), 1), (timedelta(days=2), 0)])
def test_media_are_not_cleared_while_another_backup_may_be_under_way(
    place: FolderPlace, later: timedelta, objects: int
) -> None:
    victim = document("甲")
    make(place)
    victim.delete()
    with pytest.raises(BackupError):
        make(FullPlace(place.root, 1))
    made = make(place, now=NOON + later, keep=1)
    assert manifest.newest(place) == made
    assert len(place.names("objects/")) == objects
    assert len(manifest.backups_in(place)) == (2 if objects else 1)
