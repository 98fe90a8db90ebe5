"""The same code on PostgreSQL, which is what production runs on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.demo import ROOT, Demo

pytestmark = pytest.mark.server


def tree(mirrors: Path) -> dict[str, bytes]:
    """Return every file of the mirrors but the signatures, which each installation makes with its own key."""
    return {str(file.relative_to(mirrors)): file.read_bytes() for file in mirrors.rglob("*") if file.is_file() and file.suffix != ".sig"}


def test_the_cms_passes_its_tests_on_postgresql(postgres: str) -> None:
    only_there = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests/postgresql").glob("test_*.py"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "tests/cms", *only_there]
    environment = {**os.environ, "DATABASE_URL": postgres}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_the_mirrors_built_from_postgresql_are_those_built_from_sqlite(postgres: str, demo: Demo, tmp_path: Path) -> None:
    other = Demo(tmp_path, demo.port, postgres).seed().build()
    ours, theirs = tree(demo.mirrors), tree(other.mirrors)
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []
