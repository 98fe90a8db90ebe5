"""In what ways a mirror can differ from what was signed."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """In what way a mirror is not what was signed."""

    CHANGED = "changed"
    DELETED = "deleted"
    ADDED = "added"
    NOT_A_FILE = "not_a_file"
    BAD_SIGNATURE = "bad_signature"
    BAD_ROOT = "bad_root"
    OTHER_SITE = "other_site"
    BAD_LEAF = "bad_leaf"
    ROLLED_BACK = "rolled_back"
    BAD_FRESH = "bad_fresh"
    FROZEN = "frozen"


WORDS = {
    Kind.CHANGED: "内容被改动", Kind.DELETED: "文件被删除", Kind.ADDED: "清单中没有这个文件",
    Kind.NOT_A_FILE: "不是普通文件（符号链接等）", Kind.BAD_SIGNATURE: "签名无效", Kind.BAD_ROOT: "清单根文件无法读取",
    Kind.OTHER_SITE: "清单属于另一个站点", Kind.BAD_LEAF: "清单分册不属于这个根文件", Kind.ROLLED_BACK: "清单不是最新的一份，被退回旧版",
    Kind.BAD_FRESH: "时效声明无效", Kind.FROZEN: "时效声明已过期或缺失，镜像可能被冻结在旧版",
}


class Difference(NamedTuple):
    """Something on a mirror that is not as signed; digests are sha256 in hex, empty where there is none."""

    site: str
    path: str
    kind: Kind
    expected: str = ""
    found: str = ""
    note: str = ""

    def __str__(self) -> str:
        return f"{self.site} {readable(self.path)}：{WORDS[self.kind]}" + (f"（{self.note}）" if self.note else "")


def as_json(difference: Difference) -> dict[str, str]:
    """Return a difference for machines."""
    return {**difference._asdict(), "path": readable(difference.path), "kind": difference.kind.value}


def readable(path: str) -> str:
    """Return a path as text, also when whoever named the file did not care for UTF-8."""
    return path.encode("utf-8", "backslashreplace").decode()
