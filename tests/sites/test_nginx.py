"""Mirrors behind a real nginx, configured as the documentation says, are what they are on the demo server."""

from collections.abc import Callable

import pytest

from content_fixtures.demo.files import Mirror
from site_builder.response_headers import security_headers
from tests.content_fixtures.demo.request import ask
from tests.services.demo import Demo
from tests.services.http import get
from tests.services.nginx import documented_configuration
from tests.sites.facts import BuiltSite

pytestmark = pytest.mark.server

SAME_HEADERS = (
    "Content-Type", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Location",
)
DESK = "https://desk.example.gov.cn"


@pytest.fixture
def port(demo: Demo, start_nginx: Callable[[str], int]) -> int:
    text = documented_configuration().replace("/srv/cms/var/mirrors", str(demo.mirrors)).replace("/srv/cms/var", str(demo.data))
    return start_nginx(text)


@pytest.fixture
def paths(sites: dict[str, BuiltSite]) -> list[str]:
    """Return an address of every sort."""
    portal = sites["portal"]
    kinds: dict[str, str] = {}
    for path in sorted(path for path in portal.files if not path.startswith("/_manifest/")):
        kinds.setdefault(path.split("/")[1].partition(".")[0] + path[path.rfind("."):], path)
    return ["/", "/news/", "/news", "/nowhere.html", "/_assets/nothing.css", "/../etc/passwd", *kinds.values()]


def plain(value: str | None) -> str | None:
    """Return a header with the newer one of two names for the same type; which of them nginx knows, its version decides."""
    for old, new in (("application/javascript", "text/javascript"), ("text/xml", "application/xml")):
        value = value and value.replace(old, new)
    return value


def test_nginx_and_the_demo_server_give_the_same_answers(port: int, paths: list[str], demo: Demo) -> None:
    mirror = Mirror(demo.mirrors / "portal", DESK)
    differences = []
    for path in paths:
        real, ours = get(port, "www.example.gov.cn", path), ask(mirror, path)
        if path.startswith("/.."):
            assert real.status in (400, 404)
            continue
        if (real.status, real.body if real.status != 301 else b"") != (ours.status, ours.body):
            differences.append((path, real.status, ours.status, real.body[:80], ours.body[:80]))
        for name in SAME_HEADERS:
            if real.status != 301 and plain(real.headers.get(name)) != ours.headers.get(name):
                differences.append((path, name, real.headers.get(name), ours.headers.get(name)))
    assert differences == []


def test_every_documented_header_is_the_demo_servers(port: int) -> None:
    headers = get(port, "www.example.gov.cn", "/").headers
    assert {name: headers[name] for name in security_headers(DESK)} == security_headers(DESK)


def test_fragments_are_included(port: int, sites: dict[str, BuiltSite]) -> None:
    page = next(page for page in sites["portal"].pages if page.path.startswith("/news/city/") and page.kind == "content")
    assert b"<!--#include" in (sites["portal"].root / page.path.lstrip("/")).read_bytes()
    body = get(port, "www.example.gov.cn", page.path).body
    assert b"<!--#include" not in body
    assert b"data-fragment" in body


def test_unknown_hosts_see_no_mirror(port: int) -> None:
    for host in ("unknown.example.gov.cn", ".staging", "portal"):
        assert get(port, host, "/").status == 404


def test_the_public_dynamic_host_passes_the_api_on_and_nothing_else(port: int) -> None:
    # No application is running: what is passed on is answered with 502.
    assert get(port, "desk.example.gov.cn", "/api/v1/sites/").status == 502
    assert get(port, "desk.example.gov.cn", "/admin/").status == 404
    assert get(port, "cms.example.gov.cn", "/admin/").status == 502
