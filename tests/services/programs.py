"""Programs that tests need and a machine may not have."""

import os
import shutil
import socket
from glob import glob
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip the test and say why; where everything must run, in CI, fail it instead."""
    if os.environ.get("CI"):
        pytest.fail(f"missing in CI: {what}", pytrace=False)
    pytest.skip(f"not on this machine: {what}")


def program(*places: str) -> str:
    """Return the first program that is there, by name or by pattern of paths."""
    for place in places:
        found = shutil.which(place) or next(iter(sorted(glob(place), reverse=True)), None)
        if found:
            return found
    missing(places[0])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
