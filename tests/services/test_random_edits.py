"""The random edits of tests/edits on SQLite, in a process of their own: they leave a database that others cannot use."""

import subprocess
import sys

import pytest

from tests.services.demo import ROOT

pytestmark = pytest.mark.server


def test_random_edits_on_sqlite() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "-rP", "tests/edits/test_cms_edits.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert " steps, " in done.stdout
