"""What the texts may say about a place: its towns, sights and products, with a telephone number that rings nowhere."""

import random
from typing import Any

from content_fixtures.library import read

COUNTIES = ("chengqu", "zezhou", "gaoping", "yangcheng", "lingchuan", "qinshui")
SITES = ("portal", *COUNTIES, "tourism", "talent")
_LISTS = {"town": "towns", "village": "villages", "sight": "sights", "product": "products", "road": "roads", "river": "rivers"}


def place(key: str) -> dict[str, Any]:
    """Return the facts of the place with this site key."""
    return dict(read("places")[key])


def fixed_facts(key: str) -> dict[str, str]:
    """Return the facts that are the same in every text about a place."""
    return {name: value for name, value in place(key).items() if isinstance(value, str)}


def drawn_facts(key: str, rng: random.Random) -> dict[str, str]:
    """Return the fixed facts and one each of the place's towns, roads and so on."""
    known = place(key)
    drawn = {name: rng.choice(known[plural]) for name, plural in _LISTS.items()}
    return {**fixed_facts(key), **drawn, "phone": phone(rng)}


def phone(rng: random.Random) -> str:
    """Return a number that is plainly not a real one."""
    return f"0356-0000{rng.randrange(1000):03d}"
