"""Makes a backup: the database at one moment, the media it names, the keys apart."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.conf import settings

from cms.publishing.backups import manifest, prune, versions
from cms.publishing.backups.checked import digest_of, write_checked
from cms.publishing.backups.database import Database, this_database
from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.manifest import File, Manifest, name_of
from cms.publishing.backups.media import MediaStore, names_in_database
from cms.publishing.backups.places import Place
from cms.publishing.read import latest_number
from cms.publishing.sites import site_keys_by_path

MOST_MOMENTS = 20
Tell = Callable[[str], None]


class _Moment(NamedTuple):
    """What the database was at one moment, beside its copy."""

    server: str
    change: int
    sites: tuple[str, ...]
    migrations: dict[str, str]
    media: tuple[File, ...]
    missing: tuple[str, ...]


def back_up(place: Place, keys: Place | None = None, *, now: datetime, keep: int = 0, tell: Tell) -> Manifest:
    """Make a backup, and one of the keys if there is a place for them; all others stay as they are.

    It is named by the second, `now`. With `keep` only that many are kept. Raises BackupError.
    """
    if keys is not None:
        _check_apart(place, keys)
    try:
        found = key_files()
        if keys is not None and not found:
            raise BackupError("还没有签名密钥（第一次生成镜像时产生），无法备份密钥。")
        _check_free(name_of(now), place, keys)
        made = _back_up_content(place, now, tell)
        if keys is not None:
            _back_up_keys(keys, made, found)
            tell(f"密钥 {len(found)} 个已写入 {keys.address}。")
    except OSError as error:
        raise BackupError(f"本机文件无法读写：{error.strerror or error}（{error.filename or ''}）") from error
    if keep:
        prune.keep_newest(place, keep, now, tell)
    return made


def key_files() -> list[Path]:
    """Return the private keys of this installation."""
    return sorted(Path(settings.STATE_ROOT).glob("*.key"))


def _check_apart(place: Place, keys: Place) -> None:
    ours, theirs = f"{place.address}/", f"{keys.address}/"
    if ours.startswith(theirs) or theirs.startswith(ours):
        raise BackupError("密钥必须与备份分开存放：--keys 不能在备份位置之内，也不能包含它。")


def _check_free(name: str, *places: Place | None) -> None:
    if any(place is not None and place.names(f"{name}/") for place in places):
        raise BackupError(f"备份 {name} 正在进行或刚刚完成，请稍后再试。")


def _back_up_content(place: Place, now: datetime, tell: Tell) -> Manifest:
    name, database, media = name_of(now), this_database(), MediaStore(place)
    Path(settings.DATA_ROOT).mkdir(parents=True, exist_ok=True)
    media.keep(names_in_database())  # most of the work, before anything waits for it
    with TemporaryDirectory(prefix=".backup-", dir=settings.DATA_ROOT) as folder:
        copy = Path(folder, database.file)
        moment = _take_moment(database, media, copy)
        made = Manifest(
            name=name, at=now.isoformat(timespec="seconds"), vendor=database.vendor,
            files=(File(database.file, digest_of(copy), copy.stat().st_size),), **moment._asdict(),
        )
        write_checked(place, f"{name}/{database.file}", copy, made.files[0].sha256)
    tell(f"媒体文件 {len(made.media)} 个，其中新增 {media.added} 个。")
    if made.missing:
        tell(f"警告：数据库提到、但磁盘上没有的文件 {len(made.missing)} 个，例如 {made.missing[0]}。")
    manifest.seal(place, made)
    return made


def _take_moment(database: Database, media: MediaStore, copy: Path) -> _Moment:
    """Copy the database as it is at a moment all of whose media are kept.

    Editors go on working: a file that is deleted after the moment and before it was kept is not named by the next moment.
    What is missing twice was lost long ago.
    """
    lost: set[str] = set()
    for _ in range(MOST_MOMENTS):
        with database.one_moment():
            kept, missing = media.keep(names_in_database())
            if missing <= lost:
                database.dump(copy)
                return _Moment(
                    server=database.version(), change=latest_number(), sites=tuple(sorted(site_keys_by_path().values())),
                    migrations=versions.last_migrations(), media=tuple(kept), missing=tuple(sorted(missing)),
                )
            lost = missing
    raise BackupError("备份期间不断有文件被删除，没有完成。请稍后再试。")


def _back_up_keys(place: Place, content: Manifest, keys: list[Path]) -> None:
    files = []
    for key in keys:
        file = File(key.name, digest_of(key), key.stat().st_size)
        write_checked(place, f"{content.name}/{key.name}", key, file.sha256)
        files.append(file)
    manifest.seal(place, Manifest(
        name=content.name, at=content.at, vendor="keys", server="", change=content.change, migrations={}, files=tuple(files),
    ))
