"""What a verifier saw before, so that it notices when an older release is put back."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from site_builder.verifier.check import FRESH, ROOT, Checked
from site_builder.verifier.differences import Difference, Kind
from site_builder.verifier.places import CannotCheck


class Seen:
    """A small file: for each site the highest change and newest statement of freshness, for each place its site."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sites: dict[str, dict[str, Any]] = {}
        self._places: dict[str, str] = {}
        try:
            found = json.loads(path.read_bytes())
            self._sites, self._places = dict(found["sites"]), dict(found["places"])
        except FileNotFoundError:
            return
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise CannotCheck(f"记录文件 {path} 无法读取：{error}") from error

    def site_at(self, place: str) -> str:
        """Return the site that was at a place before, empty if it is a new place."""
        return self._places.get(place, "")

    def differences(self, found: Checked) -> Iterator[Difference]:
        """Yield in what the mirror is older than it was before."""
        known = self._sites.get(found.site)
        if known is None or found.change < 0:
            return
        if found.change < known["change"]:
            note = f"变更序号 {found.change}，曾见过 {known['change']}"
            yield Difference(found.site, ROOT, Kind.ROLLED_BACK, known["root"], found.root, note)
        if not known["signed_at"] or any(each.path == FRESH for each in found.differences):
            return
        if found.fresh is None:
            yield Difference(found.site, FRESH, Kind.FROZEN, note="曾经有过，现在没有")
        elif found.fresh["signed_at"].isoformat() < known["signed_at"]:
            yield Difference(found.site, FRESH, Kind.ROLLED_BACK, note=f"曾见过 {known['signed_at']} 的时效声明")

    def remember(self, place: str, found: Checked) -> None:
        """Write down a mirror that was found to be good."""
        signed = found.fresh["signed_at"].isoformat() if found.fresh else ""
        self._places[place] = found.site
        self._sites[found.site] = {"change": found.change, "root": found.root, "signed_at": signed}
        new = self._path.with_name(self._path.name + ".new")
        new.write_text(json.dumps({"sites": self._sites, "places": self._places}, indent=1), encoding="utf-8")
        os.replace(new, self._path)
