"""Plain requests to a server on this machine, under any host name."""

from http.client import HTTPConnection
from typing import NamedTuple


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def get(port: int, host: str, path: str, *, method: str = "GET", **headers: str) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers={"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}})
        response = connection.getresponse()
        return Answer(response.status, dict(response.headers), response.read())
    finally:
        connection.close()
