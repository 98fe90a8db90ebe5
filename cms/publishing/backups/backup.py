"""Makes a backup: the database at one moment, the media it names, the keys apart."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.conf import settings

from cms.publishing.backups import manifest, prune, versions
from cms.publishing.backups.checked import digest_of, write_checked
from cms.publishing.backups.database import Database, this_database
from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.manifest import File, Manifest
from cms.publishing.backups.media import MediaStore, names_in_database
from cms.publishing.backups.places import Place
from cms.publishing.read import latest_number
from cms.publishing.sites import site_keys_by_path

MOST_MOMENTS = 5
Tell = Callable[[str], None]


class _Moment(NamedTuple):
    """What the database was at one moment, beside its copy."""

    server: str
    change: int
    migrations: dict[str, str]
    names: list[str]
    sites: list[str]


def back_up(place: Place, keys: Place | None = None, *, keep: int = 0, tell: Tell) -> Manifest:
    """Make a backup, and one of the keys if there is a place for them; all others stay as they are.

    With `keep` only that many are kept. Raises BackupError.
    """
    if keys is not None:
        _check_apart(place, keys)
    try:
        found = key_files()
        if keys is not None and not found:
            raise BackupError("还没有签名密钥（第一次生成镜像时产生），无法备份密钥。")
        name = _free_name(place, keys)
        made = _back_up_content(place, name, tell)
        if keys is not None:
            _back_up_keys(keys, made, found)
            tell(f"密钥 {len(found)} 个已写入 {keys.address}。")
    except OSError as error:
        raise BackupError(f"本机文件无法读写：{error.strerror or error}（{error.filename or ''}）") from error
    if keep:
        prune.keep_newest(place, keep, tell)
    return made


def key_files() -> list[Path]:
    """Return the private keys of this installation."""
    return sorted(Path(settings.STATE_ROOT).glob("*.key"))


def _check_apart(place: Place, keys: Place) -> None:
    ours, theirs = f"{place.address}/", f"{keys.address}/"
    if ours.startswith(theirs) or theirs.startswith(ours):
        raise BackupError("密钥必须与备份分开存放：--keys 不能在备份位置之内，也不能包含它。")


def _free_name(*places: Place | None) -> str:
    """Return the time as a name; a second backup within the same second has to wait for the next one."""
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    if any(place is not None and place.names(f"{name}/") for place in places):
        raise BackupError(f"备份 {name} 正在进行或刚刚完成，请稍后再试。")
    return name


def _back_up_content(place: Place, name: str, tell: Tell) -> Manifest:
    database, media = this_database(), MediaStore(place)
    Path(settings.DATA_ROOT).mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".backup-", dir=settings.DATA_ROOT) as folder:
        copy = Path(folder, database.file)
        lost: set[str] = set()
        # Editors go on working: a file that is deleted between the moment and its copy is not named by the next moment.
        for _ in range(MOST_MOMENTS):
            moment = _take(database, copy)
            kept, missing = media.keep(moment.names, tell)
            if missing <= lost:
                break
            lost = missing
        if missing:
            tell(f"警告：数据库提到、但磁盘上没有的文件 {len(missing)} 个，例如 {min(missing)}。")
        made = Manifest(
            name=name, at=datetime.now(UTC).isoformat(timespec="seconds"), vendor=database.vendor, server=moment.server,
            change=moment.change, migrations=moment.migrations,
            files=(File(database.file, digest_of(copy), copy.stat().st_size),), media=tuple(kept),
            sites=tuple(moment.sites), missing=tuple(sorted(missing)),
        )
        write_checked(place, f"{name}/{database.file}", copy, made.files[0].sha256)
    manifest.seal(place, made)
    return made


def _take(database: Database, copy: Path) -> _Moment:
    copy.unlink(missing_ok=True)
    with database.one_moment():
        moment = _Moment(
            database.version(), latest_number(), versions.last_migrations(), names_in_database(),
            sorted(site_keys_by_path().values()),
        )
        database.dump(copy)
    return moment


def _back_up_keys(place: Place, content: Manifest, keys: list[Path]) -> None:
    files = []
    for key in keys:
        file = File(key.name, digest_of(key), key.stat().st_size)
        write_checked(place, f"{content.name}/{key.name}", key, file.sha256)
        files.append(file)
    manifest.seal(place, Manifest(
        name=content.name, at=content.at, vendor="keys", server="", change=content.change, migrations={}, files=tuple(files),
    ))
