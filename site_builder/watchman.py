"""Looks after the mirrors while the publisher runs: what somebody else altered is restored, and written down for staff."""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from pathlib import Path

from django.utils import timezone

from site_builder import freshness, incidents
from site_builder.apply import Remembered, is_as_left
from site_builder.build import Options
from site_builder.errors import BuilderError
from site_builder.guard import Guard, check
from site_builder.mending import mend
from site_builder.signing import Signer
from site_builder.store import Store
from site_builder.targets.folder import FolderTarget
from site_builder.upkeep import Upkeep
from site_builder.verifier.differences import Difference, Kind

Tell = Callable[[str], None]


class Watchman:
    """Guards the mirrors in folders that this publisher holds, and vouches for all that it holds."""

    def __init__(self, store: Store, upkeep: Upkeep, options: Options, tell: Tell) -> None:
        self._store, self._upkeep, self._options, self._tell = store, upkeep, options, tell
        self._guard = Guard(tell)
        self._fresh: dict[str, float] = {}  # when each site's statement of freshness was last renewed

    def wait(self, seconds: float) -> bool:
        """Wait until somebody touches a mirror, but no longer; return whether somebody did."""
        return self._guard.wait(seconds)

    def follow(self, sites: Collection[str]) -> None:
        """Watch the mirrors of these sites from now on."""
        self._guard.follow({site: root for site in sites if (root := self._folder(site)) and self._has_outputs(site)})

    def stop(self) -> None:
        self._guard.stop()

    def look(self) -> None:
        """Restore what is not as it should be among the files that were touched; call it when nothing is being published."""
        for site, paths in self._guard.take().items():
            root = self._folder(site)
            found = check(site, root, paths, Remembered(self._store, site)) if root else []
            if found:
                self.restore(site, found, partial(self._again, site, root, found))

    def stale_statements(self, sites: Iterable[str], now: float) -> list[str]:
        """Return the sites for which it is time to renew the statement that the mirror is the newest."""
        every = freshness.RENEWED_EVERY.total_seconds()
        return [site for site in sites if site not in self._fresh or now - self._fresh[site] >= every]

    def vouch(self, sites: Iterable[str], now: float) -> None:
        """Renew the statements of some sites; `now` is of a steady clock."""
        signer = Signer(self._options.signing_key)
        for site in sites:
            mirror = self._options.mirror(site)
            # Also when it could not be renewed: what stands in the way is not gone the next second.
            self._fresh[site] = now
            if is_as_left(mirror, self._store):
                freshness.renew(mirror, signer, timezone.now())

    def restore(self, site: str, found: Collection[Difference], look_again: Callable[[], Collection[Difference]]) -> bool:
        """Restore what was found and write it down; return whether nothing differs any more."""

        def rebuild() -> Collection[Difference]:
            self._mend_or_build(site, found)
            return look_again()

        still = incidents.restore(found, rebuild)
        self._tell(f"站点 {site} 的镜像有 {len(found)} 处被改动，已恢复 {len(found) - len(still)} 处。")
        if still:
            self._guard.suspect(site, [difference.path for difference in still])
        return not still

    def _mend_or_build(self, site: str, found: Collection[Difference]) -> None:
        renderer, mirror = self._upkeep.renderer(), self._options.mirror(site)
        strangers = [each.path for each in found if each.kind == Kind.ADDED]
        ours = [each.path for each in found if each.kind in (Kind.CHANGED, Kind.DELETED)]
        is_simple = len(strangers) + len(ours) == len(found)
        if is_simple and renderer and mend(renderer, self._store, Signer(self._options.signing_key), mirror, ours, strangers):
            return
        for report in self._upkeep.build([site], scan=True):
            if site in report.site_errors:
                raise BuilderError(f"站点 {site} 的镜像被改动，但不能恢复：{report.site_errors[site]}")

    def _again(self, site: str, root: Path | None, found: Collection[Difference]) -> Collection[Difference]:
        paths = [difference.path for difference in found]
        return check(site, root, paths, Remembered(self._store, site)) if root else []

    def _folder(self, site: str) -> Path | None:
        target = self._options.mirror(site).target
        return target.root if isinstance(target, FolderTarget) else None

    def _has_outputs(self, site: str) -> bool:
        return bool(self._store.leaf(site, ""))
