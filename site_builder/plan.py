"""The difference of two manifests as ordered operations, each with a reason for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from site_builder.catalogue import FOLDER
from site_builder.errors import PlanRefused
from site_builder.manifest import ROOT, SIGNATURE, Entry, Manifest, is_manifest_file

PARTS = ("/_fragments/", "/_search/", f"{FOLDER}/")  # of pages, and for them: they name pages as lists do
TOMBSTONES = ("/_gone/", "/_moved/")  # after lists and feeds: what is withdrawn vanishes from them first
ALWAYS_ALLOWED = 100  # deletions that no ceiling stops


class Group(IntEnum):
    """Groups complete one after the other, so that a link never points at what is not there yet.

    Nobody finds what is new before what is changed leads there: so new lists and feeds come with the new pages.
    """

    ASSETS = 1
    NEW_PAGES = 2
    CHANGED_PAGES = 3
    LISTS = 4
    FEEDS = 5
    WITHDRAWALS = 6
    DELETIONS = 7
    MANIFEST = 8
    ROOT = 9


# The last groups of the steps in which several sites are published side by side, because their pages link to each other.
STEPS = (Group.NEW_PAGES, Group.WITHDRAWALS, Group.ROOT)


class Operation(NamedTuple):
    """One file to put or to delete."""

    group: Group
    path: str
    delete: bool
    reason: str


def group_of(path: str, *, new: bool) -> Group:
    """Return when a file is put, judged by its place on the mirror."""
    if path.startswith("/_"):
        if is_manifest_file(path):
            return Group.ROOT if path in (ROOT, SIGNATURE) else Group.MANIFEST
        if path.startswith(TOMBSTONES):
            return Group.WITHDRAWALS
        if not path.startswith(PARTS):
            return Group.ASSETS
    if new:
        return Group.NEW_PAGES
    if path.endswith(".xml"):
        return Group.FEEDS
    is_list = path.rpartition("/")[2].startswith("index") or path.count("/") == 1 or path.startswith(PARTS)
    return Group.LISTS if is_list else Group.CHANGED_PAGES


def make_plan(before: Manifest, after: Mapping[str, Entry], gone: Iterable[str], causes: Mapping[str, str]) -> list[Operation]:
    """Return what turns `before` into `before` with `after` put in and `gone` taken out, in order.

    `after` holds only what was made anew; a file with equal bytes is no operation. `causes` gives the reason by path.
    """
    groups: dict[Group, list[tuple[str, str]]] = {group: [] for group in Group}
    for path, entry in after.items():
        old = before.get(path)
        if old is None or old.sha256 != entry.sha256:
            reason = causes.get(path, "") or ("新文件" if old is None else "内容不同")
            groups[group_of(path, new=old is None)].append((path, reason))
    groups[Group.DELETIONS] = [(path, "已不再发布") for path in gone]
    return [
        Operation(group, path, group is Group.DELETIONS, reason) for group, members in groups.items()
        for path, reason in sorted(members, key=_going if group is Group.DELETIONS else None)
    ]


def _going(member: tuple[str, str]) -> tuple[bool, tuple[str, str]]:
    """Return the order of what goes: pages first, so that no picture or part is missing in a page that is still there."""
    path, _ = member
    return path.startswith("/_") or not path.endswith(".html"), member


def steps_of(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    """Yield what is to be done in each of `STEPS`."""
    for first, last in zip((0, *STEPS), STEPS, strict=False):
        yield [operation for operation in operations if first < operation.group <= last]


def check_deletions(operations: Iterable[Operation], existing: int, ceiling: float) -> None:
    """Raise PlanRefused when more than `ceiling` (a share, 0 to 1) of the files there would be deleted."""
    deletions = sum(operation.delete for operation in operations)
    if deletions > ALWAYS_ALLOWED and deletions > existing * ceiling:
        raise PlanRefused(
            f"计划要删除 {deletions} 个文件，超过现有 {existing} 个文件的 {ceiling:.0%}，已停止；确认无误后用 --allow-deletions 再次运行"
        )
