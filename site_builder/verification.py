"""Verifies and repairs the mirrors of this project, by what its store and its database remember of them."""

import time
import warnings
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial

from django.db import DatabaseError, connection

from site_builder.build import Options
from site_builder.errors import BuilderError
from site_builder.project import build_project, load_cms, open_store
from site_builder.signing import public_key
from site_builder.store import Store
from site_builder.verifier.check import Checked, Memory, check_until_steady
from site_builder.verifier.differences import Difference
from site_builder.verify import memory_of, verify

PAUSE = 1.0  # seconds until a mirror that differs is looked at again: it may just be changing


def verify_project(options: Options) -> Iterator[Checked]:
    """Compare the chosen mirrors, or all, with what was signed. Raises BuilderError."""
    key = public_key(options.signing_key)
    store = open_store()
    try:
        for site in sites_to_verify(store, options):
            yield check_until_steady(partial(_look, store, options, site, key), lambda: time.sleep(PAUSE))
    finally:
        store.close()


def _look(store: Store, options: Options, site: str, key: str) -> Checked:
    return verify(options.mirror(site).target, site, [key], current_memory(store, site))


def sites_to_verify(store: Store, options: Options) -> list[str]:
    """Return the sites that were chosen, or all that have a mirror or should have one."""
    folders = {folder.name for folder in options.mirrors.glob("*") if folder.is_dir() and not folder.name.startswith(".")}
    known = store.sites_with_outputs() | folders | last_releases().keys()
    unknown = [site for site in options.sites if site not in known]
    if unknown:
        raise BuilderError(f"没有站点 {'、'.join(unknown)} 的镜像；现有：{'、'.join(sorted(known)) or '无'}")
    return sorted(options.sites or known)


def current_memory(store: Store, site: str) -> Memory | None:
    """Return what is remembered of a mirror, by whichever knows the newer root: the store, or the database.

    A store that is not the newest (a publisher on another machine was here last) says nothing about files.
    """
    remembered, last = memory_of(store, site), last_releases().get(site)
    if last is None:
        return remembered
    change, root = last
    if remembered is not None and (remembered.root == root or store.change_of(site) >= change):
        return remembered
    return Memory(root)


def last_releases() -> dict[str, tuple[int, str]]:
    """Return change and root of each site's last release by plain SQL, which works before the CMS's models are loaded."""
    try:
        with warnings.catch_warnings(), connection.cursor() as cursor:
            warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
            cursor.execute("SELECT site, change, root FROM publishing_sitestate WHERE root <> ''")
            return {site: (change, root) for site, change, root in cursor.fetchall()}
    except DatabaseError:
        return {}  # mirrors can be verified while the database is away


def repair_project(found: Collection[Checked], options: Options) -> list[Checked]:
    """Make the mirrors that differ, byte for byte, what they should be, and write down what was found.

    Returns what they are then. Raises BuilderError.
    """
    load_cms()
    from site_builder.incidents import restore

    differences = [difference for checked in found for difference in checked.differences]
    sites = tuple(sorted({difference.site for difference in differences}))
    chosen = replace(options, sites=sites)
    checked: list[Checked] = []

    def rebuild() -> list[Difference]:
        report = build_project(replace(chosen, scan=True))
        if not report.ok:
            raise BuilderError("；".join(f"站点 {site}：{words}" for site, words in sorted(report.site_errors.items())))
        checked.extend(verify_project(chosen))
        return [difference for each in checked for difference in each.differences]

    restore(differences, rebuild)
    return checked
