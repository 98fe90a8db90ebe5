"""What every record shares: frozen, encoded one way, and named by the digest of its bytes."""

import hashlib
from typing import Any

import msgspec

DIGEST_SIZE = 16  # bytes; enough that two different values never meet


class Record(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A value that leaves the CMS: no model, no lazy attribute, nothing that can change."""


_encode = msgspec.msgpack.Encoder().encode


def encode(value: Any) -> bytes:
    """Return the one binary form of a record; its digest is taken over these bytes."""
    return _encode(value)


def digest(value: Any) -> bytes:
    """Return 16 bytes that differ whenever the record differs."""
    return digest_of_bytes(_encode(value))


def digest_of_bytes(data: bytes) -> bytes:
    """Return 16 bytes (BLAKE2b) that stand for the given bytes."""
    return hashlib.blake2b(data, digest_size=DIGEST_SIZE).digest()
