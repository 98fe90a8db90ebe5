"""Requests to a bucket, as light as they can be: signed by botocore, on connections that are kept.

A publication is thousands of small files, and boto3's `put_object` takes five times the processor time that signing and sending
take. What it knows (endpoints, regions, credentials that expire, certificates) comes from it all the same.
"""

import ssl
import weakref
from collections.abc import Mapping
from hashlib import sha256
from http.client import HTTPConnection, HTTPSConnection, RemoteDisconnected
from queue import Empty, LifoQueue
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.httpsession import get_cert_path

from site_builder.targets.s3_keys import quoted

TIMEOUT = 20.0  # seconds for one answer
CONFIG: dict[str, Any] = {
    "signature_version": "s3v4", "connect_timeout": 5, "read_timeout": TIMEOUT, "proxies": {},
    "retries": {"mode": "standard", "total_max_attempts": 6},
    # What every store understands; the digest of the body is signed anyway.
    "request_checksum_calculation": "when_required", "response_checksum_validation": "when_required",
}
STALE = (RemoteDisconnected, BrokenPipeError, ConnectionResetError)


class Answer(NamedTuple):
    """What a store answered; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class _SignedBody(S3SigV4Auth):  # type: ignore[misc]
    """Signs the digest of the body over https too, so that the store refuses what was cut or altered on its way."""

    def payload(self, request: Any) -> str:
        return str(request.context["digest"])


class Wire:
    """Sends requests to one bucket. Safe to use from several threads. Raises what sockets and botocore raise."""

    def __init__(self, bucket: str, addressing: str) -> None:
        session = boto3.session.Session()
        self.client: Any = session.client("s3", config=Config(s3={"addressing_style": addressing}, **CONFIG))
        self._credentials = session.get_credentials()
        # An address that botocore made tells where objects are, and which region signs.
        parts = urlsplit(self.client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"}))
        self._base = f"{parts.scheme}://{parts.netloc}{parts.path.removesuffix('k')}"
        self._path = parts.path.removesuffix("k")
        self._place = (parts.hostname or "", parts.port)
        self._region = parse_qs(parts.query)["X-Amz-Credential"][0].split("/")[-3]
        self._tls = _tls(session) if parts.scheme == "https" else None
        self._idle: LifoQueue[HTTPConnection] = LifoQueue()
        weakref.finalize(self, _close, self._idle)

    def send(self, method: str, key: str, headers: Mapping[str, str], body: bytes | memoryview) -> Answer:
        """Send one request and return its answer."""
        request = AWSRequest(method, self._base + quoted(key), headers=headers)
        request.context["digest"] = sha256(body).hexdigest()
        _SignedBody(self._credentials.get_frozen_credentials(), "s3", self._region).add_auth(request)
        signed = dict(request.headers.items())
        try:
            connection = self._idle.get_nowait()
        except Empty:
            return self._send_on(self._connect(), method, key, signed, body)
        try:
            return self._send_on(connection, method, key, signed, body)
        except STALE:  # the store closed it while it was idle
            return self._send_on(self._connect(), method, key, signed, body)

    def _send_on(
        self, connection: HTTPConnection, method: str, key: str, headers: Mapping[str, str], body: bytes | memoryview
    ) -> Answer:
        try:
            connection.request(method, self._path + quoted(key), body if method == "PUT" else None, headers)
            response = connection.getresponse()
            answer = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
        except BaseException:
            connection.close()
            raise
        if not response.will_close:
            self._idle.put(connection)
        return answer

    def _connect(self) -> HTTPConnection:
        host, port = self._place
        if self._tls is not None:
            return HTTPSConnection(host, port, timeout=TIMEOUT, context=self._tls)
        return HTTPConnection(host, port, timeout=TIMEOUT)


def _close(connections: "LifoQueue[HTTPConnection]") -> None:
    while not connections.empty():
        connections.get_nowait().close()


def _tls(session: Any) -> ssl.SSLContext:
    authorities = session._session.get_config_variable("ca_bundle") or get_cert_path(True)
    return ssl.create_default_context(cafile=authorities)
