"""What is signed, over http and https, with credentials that change, and which stores are trusted."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from site_builder.errors import TargetError
from site_builder.targets.s3_bucket import Bucket
from site_builder.targets.s3_keys import DIGEST
from site_builder.targets.s3_wire import Unanswered, Wire
from tests.services.s3 import BUCKET, KEYS, S3Server


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    """Give a server that speaks https, with the environment that names it and trusts it."""
    server = S3Server(tmp_path, make_certificate(tmp_path / "server.pem"))
    for name, value in {**server.environment, "AWS_CA_BUNDLE": str(tmp_path / "server.pem")}.items():
        monkeypatch.setenv(name, value)
    server.start()
    yield server
    server.stop()


@pytest.mark.server
@pytest.mark.parametrize("data", [b"", b"page", bytes(range(256)) * 10_000])
def test_what_is_put_over_https_arrives_whole(secure: S3Server, data: bytes) -> None:
    wire = Wire(BUCKET, "auto")
    for body in (data, memoryview(data)):
        assert wire.send("PUT", "a.html", {"content-type": "text/html"}, body).status == 200
        answer = wire.send("GET", "a.html", {}, b"")
        assert (answer.status, answer.headers["content-type"], answer.body) == (200, "text/html", data)
        assert wire.send("DELETE", "a.html", {}, b"").status == 204
        assert wire.send("HEAD", "a.html", {}, b"").status == 404


@pytest.mark.server
@pytest.mark.parametrize("kind", [bytes, memoryview])
def test_over_https_too_a_store_refuses_a_body_that_was_altered(secure: S3Server, kind: Any) -> None:
    wire = Wire(BUCKET, "auto")
    answer = wire.send("PUT", "a.html", {DIGEST: sha256(b"other").hexdigest()}, kind(b"page"))
    assert (answer.status, b"<Code>XAmzContentSHA256Mismatch</Code>" in answer.body) == (400, True)
    assert wire.send("HEAD", "a.html", {}, b"").status == 404


@pytest.mark.server
def test_a_store_with_a_certificate_that_is_not_trusted_is_told_nothing(
    secure: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(make_certificate(tmp_path / "other.pem")))
    with pytest.raises(Unanswered) as raised:
        Wire(BUCKET, "auto").send("PUT", "a.html", {}, b"page")
    assert not raised.value.trusted
    assert list((secure.folder / BUCKET).iterdir()) == []


@pytest.mark.server
def test_a_store_whose_certificate_changes_is_not_asked_again(secure: S3Server, tmp_path: Path) -> None:
    pauses: list[float] = []
    bucket = Bucket(BUCKET, pause=pauses.append)
    assert bucket.request("PUT", "a.html", {}, b"page").status == 200
    secure.stop()
    secure.certificate = make_certificate(tmp_path / "other.pem")
    secure.start()
    with pytest.raises(TargetError, match="certificate"):
        bucket.request("PUT", "a.html", {}, b"page")
    assert pauses == []


def test_the_token_of_temporary_credentials_is_sent_and_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(monkeypatch) as heard:
        for name, value in {**KEYS, "AWS_SESSION_TOKEN": "temporary"}.items():
            monkeypatch.setenv(name, value)
        Wire(BUCKET, "path").send("PUT", "a.html", {}, b"page")
    signed = heard[0]["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    assert heard[0]["x-amz-security-token"] == "temporary"
    assert {"host", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"} <= set(signed)


def test_credentials_that_expire_are_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = (datetime.now(UTC) + timedelta(seconds=30)).isoformat()
    told = {"Version": 1, "AccessKeyId": "key", "SecretAccessKey": "secret", "SessionToken": "t", "Expiration": soon}
    program = tmp_path / "credentials.py"
    program.write_text(
        f"import json, pathlib\ncount = pathlib.Path({str(tmp_path / 'count')!r})\n"
        "count.open('a').write('x')\n"
        f"print(json.dumps({told!r} | {{'AccessKeyId': f'key{{count.stat().st_size}}'}}))\n"
    )
    (tmp_path / "config").write_text(f"[default]\ncredential_process = {sys.executable} {program}\n")
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    with listening(monkeypatch, config=tmp_path / "config") as heard:
        wire = Wire(BUCKET, "path")
        for _ in range(2):
            wire.send("PUT", "a.html", {}, b"page")
    first, second = (each["authorization"].partition("Credential=")[2].partition("/")[0] for each in heard)
    assert first.startswith("key")
    assert first != second


def test_only_what_is_asked_for_is_said_of_an_object(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(monkeypatch) as heard:
        for name, value in KEYS.items():
            monkeypatch.setenv(name, value)
        wire = Wire(BUCKET, "path")
        wire.send("PUT", "a.html", {"content-type": "text/html; charset=utf-8"}, b"page")
        wire.send("PUT", "b.html", {}, memoryview(b"page"))
    always = {"host", "authorization", "x-amz-date", "x-amz-content-sha256", "content-length"}
    assert [set(each) for each in heard] == [always | {"content-type"}, always]
    assert {each["content-length"] for each in heard} == {"4"}


@contextmanager
def listening(monkeypatch: pytest.MonkeyPatch, config: Path = Path("/dev/null")) -> Iterator[list[dict[str, str]]]:
    """Listen where the environment then leads, take everything, and give the headers of each request, in small letters."""
    heard: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            heard.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(200)
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        yield heard
        server.shutdown()
        thread.join()


def make_certificate(file: Path) -> Path:
    """Write a certificate for this machine that signs itself, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, file.stem)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shape, secret = serialization.Encoding.PEM, serialization.NoEncryption()
    file.write_bytes(certificate.public_bytes(shape) + key.private_bytes(shape, serialization.PrivateFormat.PKCS8, secret))
    return file
