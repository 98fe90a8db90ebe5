"""Requests to a bucket, as light as they can be: libcurl signs, sends and receives, outside of Python's lock.

A publication is thousands of small files, and boto3's `put_object` takes many times the processor time, most of it in Python, one
thread after the other. What boto3 knows (endpoints, regions, credentials that expire, certificates) comes from it all the same.
"""

from collections import deque
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import boto3
import pycurl
from botocore.config import Config
from botocore.httpsession import get_cert_path

from site_builder.targets.s3_keys import DIGEST, quoted

# Seconds: for a connection, without a byte in either direction, for all of a change. The last must be less than what is left of
# a claim's lease when it is about to be renewed (s3_claim.py).
CONNECT, SILENCE, CHANGE = 5, 20, 40
CONFIG: dict[str, Any] = {
    "signature_version": "s3v4", "connect_timeout": CONNECT, "read_timeout": SILENCE, "proxies": {},
    "retries": {"mode": "standard", "total_max_attempts": 6},
    # What every store understands; the digest of the body is signed anyway.
    "request_checksum_calculation": "when_required", "response_checksum_validation": "when_required",
}
NOT_TRUSTED = frozenset((pycurl.E_PEER_FAILED_VERIFICATION, pycurl.E_SSL_CACERT_BADFILE))
NOT_SAID = ["Accept:", "Expect:", "User-Agent:", "Content-Type:"]  # what libcurl would say of its own accord


class Answer(NamedTuple):
    """What a store answered; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Unanswered(Exception):
    """There was no answer, or not all of it. `trusted` is False if that is because of the store's certificate."""

    def __init__(self, error: pycurl.error) -> None:
        code, cause = error.args
        super().__init__(cause)
        self.trusted = code not in NOT_TRUSTED


class Wire:
    """Sends requests to one bucket. Safe to use from several threads. Raises Unanswered, and what botocore raises."""

    def __init__(self, bucket: str, addressing: str) -> None:
        session = boto3.session.Session()
        self.client: Any = session.client("s3", config=Config(s3={"addressing_style": addressing}, **CONFIG))
        self._credentials = session.get_credentials()
        # An address that botocore made tells where objects are, and which region signs.
        parts = urlsplit(self.client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"}))
        self._base = f"{parts.scheme}://{parts.netloc}{parts.path.removesuffix('k')}"
        region = parse_qs(parts.query)["X-Amz-Credential"][0].split("/")[-3]
        self._options = [
            (pycurl.AWS_SIGV4, f"aws:amz:{region}:s3"),
            (pycurl.CAINFO, session._session.get_config_variable("ca_bundle") or get_cert_path(True)),
            (pycurl.PROXY, ""), (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1), (pycurl.NOSIGNAL, 1),
            (pycurl.CONNECTTIMEOUT, CONNECT), (pycurl.LOW_SPEED_TIME, SILENCE), (pycurl.LOW_SPEED_LIMIT, 1),
        ]
        self._idle: deque[pycurl.Curl] = deque()  # each keeps its connection

    def send(self, method: str, key: str, headers: Mapping[str, str], body: bytes | memoryview) -> Answer:
        """Send one request and return its answer."""
        try:
            curl = self._idle.pop()
        except IndexError:
            curl = pycurl.Curl()
        lines: list[bytes] = []
        parts: list[bytes] = []
        try:
            self._prepare(curl, method, key, headers, body)
            curl.setopt(pycurl.HEADERFUNCTION, lines.append)
            curl.setopt(pycurl.WRITEFUNCTION, parts.append)
            curl.perform()
            return Answer(curl.getinfo(pycurl.RESPONSE_CODE), _named(lines), b"".join(parts))
        except pycurl.error as error:
            raise Unanswered(error) from error
        finally:
            curl.reset()  # lets go of the body; the connection is kept
            self._idle.append(curl)

    def _prepare(self, curl: pycurl.Curl, method: str, key: str, headers: Mapping[str, str], body: bytes | memoryview) -> None:
        # Over https too the digest of the body is signed, so that the store refuses what was cut or altered on its way.
        said = {"x-amz-content-sha256": headers.get(DIGEST) or sha256(body).hexdigest(), **headers}
        credentials = self._credentials.get_frozen_credentials()
        if credentials.token:
            said["x-amz-security-token"] = credentials.token
        for option, value in self._options:
            curl.setopt(option, value)
        curl.setopt(pycurl.URL, self._base + quoted(key))
        curl.setopt(pycurl.USERNAME, credentials.access_key)
        curl.setopt(pycurl.PASSWORD, credentials.secret_key)
        if method in ("PUT", "DELETE"):
            curl.setopt(pycurl.TIMEOUT, CHANGE)
        if method == "PUT":
            _attach(curl, body)
        elif method == "HEAD":
            curl.setopt(pycurl.NOBODY, 1)
        else:
            curl.setopt(pycurl.CUSTOMREQUEST, method)
        unsaid = [line for line in NOT_SAID if line[:-1].lower() not in said]
        curl.setopt(pycurl.HTTPHEADER, [*(f"{name}: {value}" for name, value in said.items()), *unsaid])


def _attach(curl: pycurl.Curl, body: bytes | memoryview) -> None:
    """Let a request carry a body."""
    if isinstance(body, bytes):
        curl.setopt(pycurl.CUSTOMREQUEST, "PUT")
        curl.setopt(pycurl.POSTFIELDS, body)
        return
    place = 0

    def read(size: int) -> bytes:
        nonlocal place
        place += size
        return bytes(body[place - size:place])

    def seek(offset: int, origin: int) -> int:
        nonlocal place
        place = offset
        return int(pycurl.SEEKFUNC_OK)

    curl.setopt(pycurl.UPLOAD, 1)
    curl.setopt(pycurl.INFILESIZE_LARGE, len(body))
    curl.setopt(pycurl.READFUNCTION, read)
    curl.setopt(pycurl.SEEKFUNCTION, seek)


def _named(lines: list[bytes]) -> dict[str, str]:
    """Return the headers among the lines of an answer's head."""
    pairs = (line.decode("latin-1").partition(":") for line in lines)
    return {name.lower(): value.strip() for name, colon, value in pairs if colon}
