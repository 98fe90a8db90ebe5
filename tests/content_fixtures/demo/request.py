"""Asks a WSGI application as a server would, without one."""

from typing import Any, NamedTuple
from wsgiref.util import setup_testing_defaults

from content_fixtures.demo.files import Application


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def ask(application: Application, path: str, **environ: Any) -> Answer:
    request: dict[str, Any] = {"PATH_INFO": path.encode().decode("latin-1"), **environ}
    setup_testing_defaults(request)
    told: list[Any] = []
    body = b"".join(application(request, lambda status, headers: told.extend((status, headers))))
    return Answer(int(told[0].split()[0]), dict(told[1]), body)
