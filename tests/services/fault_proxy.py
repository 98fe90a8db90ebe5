"""Stands between a client and a server and does to their requests what networks and overloaded servers do.

A rule looks at each request and says what becomes of it; what came through is counted.
"""

import socket
import struct
from collections.abc import Callable
from enum import Enum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, NamedTuple


class Fault(Enum):
    """What may become of a request instead of an answer from the server."""

    RESET = "reset"  # the connection is reset and the server never hears of it
    LOST = "lost"  # the server does what it is told, and the answer is lost
    CUT_UPLOAD = "cut upload"  # half of the body reaches the server, then nothing
    CUT_DOWNLOAD = "cut download"  # half of the body of the answer reaches the client
    LATE = "late"  # others overtake it
    BUSY = "503"
    CONFLICT = "409"
    REFUSED = "412"
    IGNORED = "200"  # done, says the proxy, and asks nobody


class Request(NamedTuple):
    """A request, numbered from 1."""

    number: int
    method: str
    path: str
    size: int


DELAY = 0.2  # seconds: longer than any other request here takes
Rule = Callable[[Request], Fault | None]


def faultless(request: Request) -> None:
    return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: connections that break are what this is for."""


class FaultProxy:
    """A proxy before a port of this machine, for as long as it is entered."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._lock = Lock()
        self.rule: Rule = faultless
        self.requests: list[Request] = []
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "FaultProxy":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def start_over(self, rule: Rule = faultless) -> None:
        """Forget the requests so far, and follow another rule."""
        with self._lock:
            self.requests, self.rule = [], rule

    def seen(self, method: str) -> list[str]:
        return [request.path for request in self.requests if request.method == method]

    def note(self, method: str, path: str, size: int) -> Fault | None:
        with self._lock:
            request = Request(len(self.requests) + 1, method, path, size)
            self.requests.append(request)
            rule = self.rule
        return rule(request)  # not under the lock: a rule may send requests itself

    def forward(self, handler: BaseHTTPRequestHandler, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request(handler.command, handler.path, body or None, dict(handler.headers.items()))
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def forward_half(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self._port)) as server:
            lines = [f"{handler.command} {handler.path} HTTP/1.1", *(f"{name}: {value}" for name, value in handler.headers.items())]
            server.sendall("\r\n".join([*lines, "", ""]).encode() + body[: len(body) // 2])

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                fault = proxy.note(self.command, self.path, len(body))
                try:
                    _carry_out(proxy, self, fault, body)
                except OSError:  # the server is down, or the client has gone
                    _reset(self)

            do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = answer

            def log_message(self, *words: Any) -> None:
                pass

        return Handler


def _carry_out(proxy: FaultProxy, handler: BaseHTTPRequestHandler, fault: Fault | None, body: bytes) -> None:
    if fault in (Fault.BUSY, Fault.CONFLICT, Fault.REFUSED, Fault.IGNORED):
        _send(handler, int(fault.value), [("ETag", '"0"')], b"")
    elif fault is Fault.RESET:
        _reset(handler)
    elif fault is Fault.CUT_UPLOAD:
        proxy.forward_half(handler, body)
        _reset(handler)
    else:
        if fault is Fault.LATE:
            Event().wait(DELAY)
        status, headers, answer = proxy.forward(handler, body)
        if fault is Fault.LOST:
            _reset(handler)
        else:
            _send(handler, status, headers, answer, cut=fault is Fault.CUT_DOWNLOAD)


def _send(handler: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], body: bytes, *, cut: bool = False) -> None:
    handler.send_response_only(status)
    for name, value in headers:
        if name.lower() not in ("content-length", "connection", "transfer-encoding", "keep-alive"):
            handler.send_header(name, value)
    length = dict(headers).get("Content-Length", "0") if handler.command == "HEAD" else str(len(body))
    if status != 204:
        handler.send_header("Content-Length", length)
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2] if cut else body)
    if cut:
        _reset(handler)


def _reset(handler: BaseHTTPRequestHandler) -> None:
    """Close so that the other side sees a reset, not an end."""
    handler.close_connection = True
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
