"""The statement of the running publisher that a mirror is the newest there is.

An old release with its valid signature looks as good as the newest. So the publisher signs, again and again, which root
is the current one; whoever holds a mirror back cannot do so.

    /_manifest/fresh.json   {"site", "root": sha256 of root.json, "change", "signed_at", "expires"}
    /_manifest/fresh.sig    its Ed25519 signature, in base64

No manifest lists them, and no build makes or deletes them: everything else on a mirror follows from the content alone.
"""

import hashlib
from datetime import UTC, datetime, timedelta

import msgspec

from site_builder.apply import Mirror
from site_builder.manifest import FRESH, FRESH_SIGNATURE, ROOT
from site_builder.plan import Group, Operation
from site_builder.signing import Signer
from site_builder.writer import Staging

VALID = timedelta(hours=1)
RENEWED_EVERY = timedelta(minutes=10)
OPERATIONS = tuple(Operation(Group.ROOT, path, False, "时效声明") for path in (FRESH, FRESH_SIGNATURE))


class Root(msgspec.Struct):
    """What is needed of a root file."""

    site: str
    change: int


class Statement(msgspec.Struct):
    """That a root was the current one at a time, in the order in which it is written."""

    site: str
    root: str
    change: int
    signed_at: str
    expires: str


def state_fresh(root: bytes, now: datetime) -> bytes:
    """Return the statement that this root file is the current one."""
    found = msgspec.json.decode(root, type=Root)
    now = now.astimezone(UTC).replace(microsecond=0)
    statement = Statement(
        found.site, hashlib.sha256(root).hexdigest(), found.change, now.isoformat(), (now + VALID).isoformat()
    )
    return msgspec.json.encode(statement)


def renew(mirror: Mirror, signer: Signer, now: datetime) -> bool:
    """Put a new statement on a mirror; return False if there is no mirror yet. Raises TargetError.

    Only for whoever has just seen that the mirror is as it was left: it vouches for what is there.
    """
    root = mirror.target.read(ROOT)
    if root is None:
        return False
    data = state_fresh(root, now)
    # A folder of its own: in the site's there may be what an interrupted build has to finish.
    staging = Staging(mirror.folder.with_name(f"{mirror.site}.fresh"))
    staging.write(FRESH, data)
    staging.write(FRESH_SIGNATURE, signer.sign(data))
    staging.close()
    mirror.target.apply(OPERATIONS, staging)
    staging.clear()
    return True
