"""From the address of a place to publish to, to the targets at it.

    (nothing), file:///srv/mirrors      folders of this machine, one for each site
    s3://BUCKET/PREFIX                  objects of an S3-compatible store, each site below PREFIX/SITE/
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from site_builder.errors import TargetError
from site_builder.targets.base import Target

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"[A-Za-z0-9._~/-]*")
ADDRESSING = ("auto", "path", "virtual")


class BucketPlace(NamedTuple):
    """A bucket, and what the keys of all sites begin with: empty, or ending with a slash."""

    bucket: str
    prefix: str


def bucket_place(address: str) -> BucketPlace | None:
    """Return the bucket that an address names, None for a folder. Raises TargetError for what is neither."""
    parts = urlsplit(address)
    if not address or (parts.scheme == "file" and not parts.netloc and parts.path.startswith("/")):
        return None
    prefix = unquote(parts.path).strip("/")
    plain = PREFIX.fullmatch(prefix) and not {"", ".", ".."} & set(prefix.split("/") if prefix else ["x"])
    if parts.scheme != "s3" or not BUCKET.fullmatch(parts.netloc) or not plain or parts.query or parts.fragment:
        raise TargetError(f"PUBLISH_TARGET 不是有效的发布地址：{address!r}；应为 s3://存储桶/前缀 或 file:///文件夹，留空则为本机文件夹")
    return BucketPlace(parts.netloc, f"{prefix}/" if prefix else "")


@cache
def targets_at(address: str, addressing: str, owner: str) -> Callable[[str], Target] | None:
    """Return what gives the target of a site, always the same one; None where folders are the targets.

    `owner` is the name under which sites are claimed. Raises TargetError for an address that is none.
    """
    place = bucket_place(address)
    if place is None:
        return None
    # Loading the client library takes as long as a small build, and most builds need none.
    from site_builder.targets.s3 import S3Target
    from site_builder.targets.s3_bucket import Bucket

    bucket = Bucket(place.bucket, addressing=addressing)
    return cache(lambda site: S3Target(bucket, place.prefix, site, owner))

