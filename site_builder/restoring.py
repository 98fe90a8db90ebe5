"""Restores a backup while no builder works, and sees to it that mirrors go on from there and never backwards."""

from collections.abc import Callable, Iterable

import msgspec

from cms.publishing.backups import manifest as backups
from cms.publishing.backups.manifest import Manifest
from cms.publishing.backups.numbers import lift_above
from cms.publishing.backups.places import Place
from cms.publishing.backups.restore import restore
from site_builder.build import Options
from site_builder.errors import BuilderError
from site_builder.manifest import ROOT
from site_builder.project import one_builder, open_store, options


class _Root(msgspec.Struct):
    """What of the root of a mirror's manifest is needed here."""

    change: int


def restore_installation(
    place: Place, keys: Place | None, *, name: str, force: bool, tell: Callable[[str], None]
) -> Manifest:
    """Bring back the newest backup, or the one of this name. Raises BackupError or BuilderError."""
    chosen = options()
    with one_builder(chosen.state):
        store = open_store()
        try:
            found = backups.newest(place, name)
            seen = max([store.change, *numbers_on_mirrors(chosen, found.sites)])
            done = restore(place, found, keys, force=force, forget=store.clear, tell=tell)
        finally:
            store.close()
        seen = max(seen, done.before)
        if seen > done.change:
            number = lift_above(seen)
            tell(f"现有镜像或原数据库比备份新（变更序号 {seen}，备份为 {done.change}），序号已提到 {number}，下次生成时全部重新比较。")
        if done.aside:
            tell(f"原有的文件移到了 {done.aside}，确认无误后可以删除。")
    return found


def numbers_on_mirrors(chosen: Options, sites: Iterable[str]) -> list[int]:
    """Return the change that the mirror of each site shows, of those that there are."""
    found = []
    for site in sites:
        root = chosen.mirror(site).target.read(ROOT)
        if root is not None:
            try:
                found.append(msgspec.json.decode(root, type=_Root).change)
            except msgspec.MsgspecError as error:
                raise BuilderError(f"站点 {site} 的镜像清单 {ROOT} 不能识别：{error}") from error
    return found
