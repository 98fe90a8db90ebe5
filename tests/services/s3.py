"""A real S3 server over a folder, for the time of the tests."""

import os
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.services.nginx import wait_for
from tests.services.programs import free_port, program


@dataclass(frozen=True)
class S3Server:
    """Where the server is, who may use it, and the folder in which it keeps the buckets."""

    endpoint: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "testsecret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def client(self) -> Any:
        import boto3

        return boto3.session.Session().client(
            "s3", endpoint_url=self.endpoint, aws_access_key_id="test", aws_secret_access_key="testsecret", region_name="us-east-1"
        )

    def bucket(self) -> str:
        """Make an empty bucket; return its name."""
        name = f"b{uuid.uuid4().hex[:16]}"
        self.client().create_bucket(Bucket=name)
        return name


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    versitygw = program("versitygw", str(Path.home() / "go/bin/versitygw"))
    folder = tmp_path_factory.mktemp("s3")
    data, meta = folder / "data", folder / "meta"
    data.mkdir()
    meta.mkdir()
    port = free_port()
    environment = {**os.environ, "ROOT_ACCESS_KEY": "test", "ROOT_SECRET_KEY": "testsecret"}
    command = [versitygw, "--port", f"127.0.0.1:{port}", "posix", "--sidecar", str(meta), str(data)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/", server)
            yield S3Server(f"http://127.0.0.1:{port}", data)
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def s3(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """Give the server, with the environment that names it."""
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    return s3_server
