"""Brings a backup back: everything is fetched and checked first, and only then put in place."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from cms.media.renditions import FOLDER as PUBLIC
from cms.publishing.backups import manifest, versions
from cms.publishing.backups.backup import key_files
from cms.publishing.backups.checked import digest_of, fetch_checked
from cms.publishing.backups.database import Database, is_empty, this_database
from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.manifest import Manifest
from cms.publishing.backups.media import fetch_media
from cms.publishing.backups.places import Place
from cms.publishing.models import SiteState, Stage
from cms.publishing.read import latest_number

Tell = Callable[[str], None]


class Restored(NamedTuple):
    """What a restore did: the number of the last change there was before and is now, and where the old files are."""

    before: int
    change: int
    aside: Path | None


class _Fetched(NamedTuple):
    """A backup on this machine, checked: the copy of the database, the folder of media, the keys."""

    copy: Path
    media: Path
    keys: list[Path]


def restore(
    place: Place, chosen: Manifest, keys: Place | None = None, *, force: bool, forget: Callable[[], None], tell: Tell
) -> Restored:
    """Put a backup in the place of an empty installation, with `force` of any. Raises BackupError.

    `forget` is called when all is checked and nothing replaced yet: for what was made from the old database.
    """
    root = Path(settings.DATA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    database = this_database()
    try:
        before = _check_fits(chosen, database, force=force)
        with TemporaryDirectory(prefix=".restore-", dir=root) as folder:
            fetched = _fetch(place, chosen, keys, Path(folder))
            _check_keys(fetched.keys, force=force)
            tell(f"备份 {chosen.name} 的 {len(chosen.files) + len(chosen.media)} 个文件已取回，SHA-256 全部相符。")
            database.prepare(chosen.server)
            forget()
            aside: Path | None = _put(database, fetched)
            if aside and not force:  # what was there was empty
                shutil.rmtree(aside)
                aside = None
    except OSError as error:
        raise BackupError(f"本机文件无法读写：{error.strerror or error}（{error.filename or ''}）") from error
    if versions.needs_migration():
        tell("备份来自较早的版本，正在更新数据库结构（migrate）。")
        call_command("migrate", verbosity=0, interactive=False)
    # Whoever published when the backup was made does not any more.
    SiteState.objects.update(holder=None, stage=Stage.IDLE)
    return Restored(before, latest_number(), aside)


def _check_fits(chosen: Manifest, database: Database, *, force: bool) -> int:
    """Return the number of the last change that is here now; raise BackupError when the backup must not come here."""
    if chosen.vendor != database.vendor:
        raise BackupError(f"备份来自 {chosen.vendor} 数据库，而这里的 DATABASE_URL 是 {database.vendor}，不能恢复。")
    if unknown := versions.unknown_migrations(chosen.migrations):
        raise BackupError(f"备份来自更新的程序版本，请先升级程序。本版本没有的迁移：{'、'.join(unknown[:5])}。")
    try:
        empty = is_empty()
        before = 0 if empty else latest_number()
    except DatabaseError as error:
        connection.close()
        if not force:
            raise BackupError(f"现有数据库不能读取；确定要替换它时，请加 --force。（{error}）") from error
        return 0
    if not force and not (empty and _has_no_media()):
        raise BackupError("这里已有数据（数据库或媒体目录不是空的），没有改动。确定要替换时，请加 --force。")
    return before


def _has_no_media() -> bool:
    root = Path(settings.MEDIA_ROOT)
    return not any(file.is_file() and file.relative_to(root).parts[0] != PUBLIC for file in root.rglob("*"))


def _fetch(place: Place, chosen: Manifest, keys: Place | None, folder: Path) -> _Fetched:
    copy, media = folder / chosen.files[0].path, folder / "media"
    media.mkdir()
    fetch_checked(place, f"{chosen.name}/{copy.name}", chosen.files[0].sha256, copy)
    fetch_media(place, chosen.media, media)
    found = []
    if keys is not None:
        saved = manifest.newest(keys)
        for file in saved.files:
            found.append(folder / "keys" / Path(file.path).name)
            fetch_checked(keys, f"{saved.name}/{file.path}", file.sha256, found[-1])
    return _Fetched(copy, media, found)


def _check_keys(keys: list[Path], *, force: bool) -> None:
    here = {key.name: digest_of(key) for key in key_files()}
    if not force and any(here.get(key.name, digest_of(key)) != digest_of(key) for key in keys):
        raise BackupError("这里已有另一把签名密钥，没有改动。确定要替换时，请加 --force。")


def _put(database: Database, fetched: _Fetched) -> Path:
    """Put everything in place, the database first: it alone can refuse. Return the folder of the old files."""
    aside = Path(settings.DATA_ROOT) / f"replaced-{datetime.now():%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    database.put(fetched.copy, aside)
    media = Path(settings.MEDIA_ROOT)
    if media.exists():
        shutil.move(media, aside / media.name)
    shutil.move(fetched.media, media)
    media.chmod(0o755)
    state = Path(settings.STATE_ROOT)
    state.mkdir(parents=True, exist_ok=True)
    for key in fetched.keys:
        if (state / key.name).exists():
            shutil.move(state / key.name, aside / key.name)
        shutil.move(key, state / key.name)
    return aside
