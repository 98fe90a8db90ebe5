"""One port for everything: which application answers is told by the name in the Host header."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from content_fixtures.demo.files import Application, Environ, StartResponse, answer, requested_path
from site_builder.nginx import DESK_PATHS

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def host_of(environ: Environ) -> str:
    """Return the host of a request in small letters, without the port."""
    host = str(environ.get("HTTP_HOST") or environ.get("SERVER_NAME") or "").lower()
    return host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host


class ByHost:
    """A WSGI application that passes a request on to that of its host, or to the start page."""

    def __init__(self, applications: Mapping[str, Application], start_page: Application) -> None:
        self._applications = dict(applications)
        self._start_page = start_page

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        host = host_of(environ)
        application = self._applications.get(host)
        if application is None and host.endswith(".localhost"):
            known = "、".join(sorted(self._applications))
            return answer(environ, start, HTTPStatus.NOT_FOUND, [TEXT], f"没有名为 {host} 的站点。现有：{known}\n".encode())
        return (application or self._start_page)(environ, start)


class Desk:
    """The dynamic host that the public reaches: the read API, and nothing of the admin."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if requested_path(environ).startswith(DESK_PATHS):
            return self._application(environ, start)
        text = "这里没有网页。数据接口从 /api/v1/sites/ 开始，说明在 /api/v1/schema/。\n"
        return answer(environ, start, HTTPStatus.NOT_FOUND, [TEXT], text.encode())
