"""What can go wrong in a build.

BuilderError
├── ThemeError        a template or an asset of a theme is missing or broken
├── PageError         one page cannot be made; names the page and its address in the admin
├── PlanRefused       the plan would delete more than the ceiling allows
└── TargetError       the place to publish to cannot be written
    └── RaceLost      somebody else changed the mirror, or is changing it: the plan was made for another one
"""

from errno import EACCES, EDQUOT, EIO, EMFILE, ENOSPC, EPERM, EROFS

REASONS = {
    ENOSPC: "磁盘已满", EDQUOT: "超出磁盘配额", EIO: "磁盘读写出错", EROFS: "文件系统是只读的", EACCES: "没有权限", EPERM: "没有权限",
    EMFILE: "打开的文件太多",
}


class BuilderError(Exception):
    """A build ends, or one page of it, with a message for people."""


class ThemeError(BuilderError):
    """A template or an asset of a theme is missing or broken."""


class PageError(BuilderError):
    """One page cannot be made."""


class PlanRefused(BuilderError):
    """The plan would delete more than the ceiling allows."""


class TargetError(BuilderError):
    """The place to publish to cannot be written."""


class RaceLost(TargetError):
    """Somebody else changed the mirror, or is changing it: the plan was made for another one and must not be carried out."""


def reason_of(error: OSError) -> str:
    """Return in words why a file could not be read or written, and which."""
    reason = REASONS.get(error.errno or 0) or error.strerror or str(error)
    return f"{reason}（{error.filename}）" if error.filename else reason
