"""The nine mirrors of the tiny cluster."""

import pytest

from tests.services.demo import Demo
from tests.sites.facts import BuiltSite

KEYS = ("portal", "chengqu", "zezhou", "gaoping", "yangcheng", "lingchuan", "qinshui", "tourism", "talent")


@pytest.fixture(scope="session")
def sites(demo: Demo) -> dict[str, BuiltSite]:
    return {key: BuiltSite(key, demo.mirrors / key) for key in KEYS}


@pytest.fixture(params=KEYS)
def site(request: pytest.FixtureRequest, sites: dict[str, BuiltSite]) -> BuiltSite:
    return sites[request.param]
