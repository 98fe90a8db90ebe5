"""The curated texts under `texts/`, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "texts"
# The one written in C reads the same language ten times as fast, where it was built.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read(name: str) -> Any:
    """Return what `texts/<name>.yaml` holds; callers must not change it."""
    return yaml.load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  a safe loader


@cache
def read_all(folder: str) -> list[Any]:
    """Return the entries of every file in a folder of lists, in the order of the file names."""
    names = sorted(path.stem for path in (TEXTS / folder).glob("*.yaml"))
    return [entry for name in names for entry in read(f"{folder}/{name}")]
