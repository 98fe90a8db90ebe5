"""The nine mirrors of the tiny cluster."""

from collections.abc import Iterator

import pytest

from tests.services.demo import Demo
from tests.sites.facts import BuiltSite
from tests.sites.serving import serving

KEYS = ("portal", "chengqu", "zezhou", "gaoping", "yangcheng", "lingchuan", "qinshui", "tourism", "talent")


@pytest.fixture(scope="session")
def sites(demo: Demo) -> dict[str, BuiltSite]:
    return {key: BuiltSite(key, demo.mirrors / key) for key in KEYS}


@pytest.fixture(params=KEYS)
def site(request: pytest.FixtureRequest, sites: dict[str, BuiltSite]) -> BuiltSite:
    return sites[request.param]


@pytest.fixture(scope="module")
def online(demo: Demo) -> Iterator[None]:
    """Serve the mirrors with the headers that readers get."""
    with serving(demo.mirrors, demo.port):
        yield
