"""What a backup consists of, as `backup.json` says it, and what a place holds of backups."""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from cms.publishing.backups.checked import read_bytes, write_checked
from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.places import Place

MANIFEST, SEAL = "backup.json", "backup.sha256"
NAME = re.compile(r"\d{8}T\d{6}Z")
TIME = "%Y%m%dT%H%M%SZ"
FORMAT = 1


def name_of(time: datetime) -> str:
    """Return how a backup made at this time is called."""
    return time.astimezone(UTC).strftime(TIME)


def time_of(name: str) -> datetime:
    return datetime.strptime(name, TIME).replace(tzinfo=UTC)


class File(msgspec.Struct, frozen=True):
    """A file of a backup: where it belongs, its sha256 in hex, its size in bytes."""

    path: str
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """One backup. `files` are in its own folder, `media` among the objects that all backups share.

    `sites` are the keys of its sites, `migrations` the last migration of each app, `missing` the media that the database
    names and nobody has.
    """

    name: str
    at: str
    vendor: str
    server: str
    change: int
    migrations: dict[str, str]
    files: tuple[File, ...]
    sites: tuple[str, ...] = ()
    media: tuple[File, ...] = ()
    missing: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def size(self) -> int:
        return sum(file.size for file in (*self.files, *self.media))


def seal(place: Place, manifest: Manifest) -> None:
    """Write the manifest of a backup, and then what makes it whole."""
    data = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
    with TemporaryDirectory() as folder:
        for name, text in ((MANIFEST, data), (SEAL, f"{hashlib.sha256(data).hexdigest()}  {MANIFEST}\n".encode())):
            file = Path(folder, name)
            file.write_bytes(text)
            write_checked(place, f"{manifest.name}/{name}", file)


def backups_in(place: Place) -> dict[str, bool]:
    """Return the names of all backups in a place, oldest first, and whether each was completed."""
    # Their names begin with the year; so the objects, which are many, need not be listed.
    found: dict[str, bool] = {}
    for name in place.names("2"):
        folder, _, file = name.partition("/")
        if NAME.fullmatch(folder):
            found[folder] = found.get(folder, False) or file == SEAL
    return dict(sorted(found.items()))


def newest(place: Place, name: str = "") -> Manifest:
    """Return the newest whole backup, or the one of this name."""
    found = backups_in(place)
    whole = [each for each, is_whole in found.items() if is_whole]
    if name and name not in found:
        raise BackupError(f"{place.address} 中没有备份 {name}。现有：{_listed(whole)}。")
    if name and not found[name]:
        raise BackupError(f"备份 {name} 没有完成，不能用来恢复。完整的备份：{_listed(whole)}。")
    if not whole:
        unfinished = "，只有未完成的" if found else ""
        raise BackupError(f"{place.address} 中没有可以恢复的备份{unfinished}。")
    return read(place, name or whole[-1])


def read(place: Place, name: str) -> Manifest:
    """Return the manifest of a backup. Raises BackupError when it is damaged."""
    data, line = read_bytes(place, f"{name}/{MANIFEST}"), read_bytes(place, f"{name}/{SEAL}")
    if line.split() != [hashlib.sha256(data).hexdigest().encode(), MANIFEST.encode()]:
        raise BackupError(f"备份 {name} 已损坏：{MANIFEST} 与 {SEAL} 不符。")
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as error:
        raise BackupError(f"备份 {name} 的 {MANIFEST} 不能识别：{error}") from error
    if manifest.format != FORMAT or manifest.name != name:
        raise BackupError(f"备份 {name} 的格式不是本版本所能恢复的（{manifest.format}，{manifest.name}）。")
    return manifest


def _listed(names: Iterable[str]) -> str:
    return "、".join(names) or "无"
