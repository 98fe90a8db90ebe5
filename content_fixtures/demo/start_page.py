"""The page on plain `localhost`: where everything of the demo is, and who may log in."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment

from content_fixtures.accounts import demo_accounts
from content_fixtures.demo.files import Environ, StartResponse, answer

TEMPLATE = Path(__file__).with_name("start_page.html")


class Place(NamedTuple):
    """A site as the start page lists it."""

    key: str
    name: str
    host: str
    line: str


class StartPage:
    """A WSGI application with one page."""

    def __init__(self, sites: Sequence[Place], admin: str, desk: str, port: int) -> None:
        template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
            TEMPLATE.read_text(encoding="utf-8")
        )
        hosts = [admin, desk, *(site.host for site in sites)]
        self._body = template.render(
            sites=sites, admin=admin, desk=desk, port=port, hosts=hosts, accounts=demo_accounts()
        ).encode()

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != "/":
            return answer(environ, start, HTTPStatus.FOUND, [("Location", "/")])
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-cache")]
        return answer(environ, start, HTTPStatus.OK, headers, self._body)
