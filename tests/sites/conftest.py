"""The nine mirrors of the tiny cluster."""

from collections.abc import Iterator
from threading import Thread

import pytest
from waitress import create_server

from content_fixtures.demo.files import Mirror
from content_fixtures.demo.hosts import ByHost
from tests.services.demo import Demo
from tests.sites.facts import BuiltSite

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
    hosts = {f"{'www' if each.name == 'portal' else each.name}.localhost": each for each in demo.mirrors.iterdir()}
    desk = f"http://desk.localhost:{demo.port}"
    mirrors = {host: Mirror(folder, desk) for host, folder in hosts.items()}
    server = create_server(ByHost(mirrors, mirrors["www.localhost"]), host="127.0.0.1", port=demo.port, threads=8)
    thread = Thread(target=server.run)
    thread.start()
    yield
    server.close()
    thread.join(10)
