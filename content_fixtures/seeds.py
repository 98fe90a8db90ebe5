"""Chance that is the same on every machine: one source of randomness a name, never `hash()`."""

import hashlib
import random
import uuid

_NAMESPACE = uuid.UUID("6f0d5c1e-0000-4000-8000-140500000000")


def chance(seed: int, *names: object) -> random.Random:
    """Return the random source that belongs to these names under this seed."""
    text = "|".join([str(seed), *map(str, names)])
    return random.Random(int(hashlib.sha256(text.encode()).hexdigest()[:16], 16))


def stable_uuid(*names: object) -> uuid.UUID:
    """Return the identifier that these names always have."""
    return uuid.uuid5(_NAMESPACE, "|".join(map(str, names)))


def stable_slug(*names: object) -> str:
    """Return a short address part that these names always have."""
    return "f" + hashlib.sha256("|".join(map(str, names)).encode()).hexdigest()[:11]
