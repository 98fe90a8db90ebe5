"""Removes old backups, and the media that no other backup has."""

from collections.abc import Callable
from datetime import datetime, timedelta

from cms.publishing.backups import manifest
from cms.publishing.backups.media import OBJECTS, object_name
from cms.publishing.backups.places import Place

UNDER_WAY = timedelta(days=1)  # an unfinished backup this young may still be being made


def keep_newest(place: Place, count: int, now: datetime, tell: Callable[[str], None]) -> None:
    """Keep the newest whole backups, remove older ones, and what was never finished."""
    found = manifest.backups_in(place)
    whole = [name for name, is_whole in found.items() if is_whole]
    kept = whole[-count:]
    young = [name for name, is_whole in found.items() if not is_whole and now - manifest.time_of(name) < UNDER_WAY]
    old = [name for name in found if name not in kept and name not in young]
    for name in old:
        _remove(place, name)
    if old:
        tell(f"已删除旧备份 {len(old)} 个：{'、'.join(old)}。")
    if young:
        tell(f"备份 {'、'.join(young)} 没有完成，也许正在进行；这次不清理媒体文件。")
        return
    _remove_unused(place, kept, tell)


def _remove(place: Place, name: str) -> None:
    files = sorted(place.names(f"{name}/"), key=lambda file: not file.endswith(manifest.SEAL))
    for file in files:  # the seal first: what is half removed must not look whole
        place.delete(file)


def _remove_unused(place: Place, kept: list[str], tell: Callable[[str], None]) -> None:
    used = {object_name(file.sha256) for name in kept for file in manifest.read(place, name).media}
    unused = [name for name in place.names(OBJECTS) if name not in used]
    for name in unused:
        place.delete(name)
    if unused:
        tell(f"已删除不再需要的媒体文件 {len(unused)} 个。")
