"""Checkers that come from npm: the W3C's validator and axe."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.services.programs import missing, program

FOLDER = Path(__file__).resolve().parents[1] / "node"
MODULES = FOLDER / "node_modules"


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Install what package.json names, unless it is there already, and return the folder."""
    stamp = MODULES / "package.json.installed"
    wanted = (FOLDER / "package.json").read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        command = [program("npm"), "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
        if done.returncode:
            missing(f"npm packages of tests/node ({done.stderr.strip()[-300:]})")
        stamp.write_text(wanted)
    return MODULES


@pytest.fixture(scope="session")
def validator(node_modules: Path) -> list[str]:
    """Return the command that validates HTML files."""
    java = shutil.which("java") or program("/usr/lib/jvm/*/bin/java")
    return [java, "-Xss1m", "-jar", str(node_modules / "vnu-jar/build/dist/vnu.jar")]


@pytest.fixture(scope="session")
def axe(node_modules: Path) -> str:
    """Return the source of axe, to be run in a page."""
    return (node_modules / "axe-core/axe.min.js").read_text(encoding="utf-8")
