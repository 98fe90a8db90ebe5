"""The CMS's small cluster, for tests of what stands between the CMS and the builder, and where that keeps its things."""

from pathlib import Path
from typing import Any

import pytest

from site_builder.compiling import CACHE
from tests.cms.conftest import channel, gaoping, make_channel, make_site, organisation, portal

__all__ = ["channel", "gaoping", "make_channel", "make_site", "organisation", "portal"]


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for the templates of the themes as they are, which are compiled by the first test that needs one."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def project(settings: Any, tmp_path: Path, compiled: Path) -> Path:
    """Have the project keep its state and mirrors in a folder of the test, and return that."""
    settings.STATE_ROOT, settings.MIRRORS_ROOT = tmp_path / "state", tmp_path / "mirrors"
    settings.STATE_ROOT.mkdir()
    (settings.STATE_ROOT / CACHE).symlink_to(compiled)
    return tmp_path
