"""A real S3 server for the time of the tests: versitygw, which serves a folder."""

import os
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.nginx import wait_for
from tests.services.programs import free_port, program

ROOT = Path(__file__).resolve().parents[2]
# `.ci/run` puts it into the second place, where there is none yet.
PLACES = ("versitygw", str(ROOT / "var/go/bin/versitygw"), str(Path.home() / "go/bin/versitygw"))
BUCKET = "mirrors"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "testsecret"}


class S3Server:
    """A server that can be stopped and started again at the same address, and the folder in which it keeps the buckets.

    `certificate`: a file with a certificate and its key; then the server speaks https.
    """

    def __init__(self, root: Path, certificate: Path | None = None) -> None:
        self.root, self.folder, self.port = root, root / "objects", free_port()
        self.certificate = certificate
        self._program = program(*PLACES)
        self._running: subprocess.Popen[bytes] | None = None
        (self.folder / BUCKET).mkdir(parents=True)
        (root / "metadata").mkdir()

    @property
    def endpoint(self) -> str:
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that lead boto3 here."""
        return {**KEYS, "AWS_ENDPOINT_URL": self.endpoint, "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": os.devnull}

    def start(self) -> None:
        tls = ["--cert", str(self.certificate), "--key", str(self.certificate)] if self.certificate else []
        words = [
            self._program, "--port", f"127.0.0.1:{self.port}", "--quiet", *tls,
            "posix", "--sidecar", str(self.root / "metadata"), str(self.folder),
        ]
        keys = {"ROOT_ACCESS_KEY": KEYS["AWS_ACCESS_KEY_ID"], "ROOT_SECRET_KEY": KEYS["AWS_SECRET_ACCESS_KEY"]}
        with (self.root / "log").open("ab") as log:
            self._running = subprocess.Popen(words, env={**os.environ, **keys}, stdout=log, stderr=log)
        wait_for(self.endpoint, self._running)

    def stop(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.wait(20)
            self._running = None

    def client(self) -> Any:
        import boto3

        return boto3.session.Session().client(
            "s3", endpoint_url=self.endpoint, aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"], region_name="us-east-1",
        )

    def bucket(self) -> str:
        """Make an empty bucket; return its name."""
        name = f"b{uuid.uuid4().hex[:16]}"
        self.client().create_bucket(Bucket=name)
        return name


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """Give a server that runs, with one bucket in which every test takes a prefix of its own."""
    server = S3Server(tmp_path_factory.mktemp("s3"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def s3(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """Give the server, with the environment that names it."""
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    return s3_server
