"""Backups in an S3-compatible store; address and credentials come from the usual AWS_… variables of the environment."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.places import Place

CHUNK = 1 << 20


class S3Place(Place):
    """A bucket, or what is below a prefix in it."""

    def __init__(self, address: str) -> None:
        import boto3  # slow to import
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError

        self._bucket, _, prefix = address.removeprefix("s3://").rstrip("/").partition("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self.address = f"s3://{self._bucket}/{prefix}".rstrip("/")
        if not self._bucket:
            raise BackupError(f"备份位置 {address} 没有桶名。应为 s3://桶/前缀。")
        config = Config(
            connect_timeout=10, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 5},
            # Everything is read back and compared, and not every store knows these.
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
        )
        try:
            self._client = boto3.session.Session().client("s3", config=config)
        except (BotoCoreError, ValueError) as error:
            raise BackupError(f"对象存储的设置有误（AWS_… 环境变量）：{error}") from error

    def names(self, prefix: str = "") -> dict[str, int]:
        found = {}
        with self._errors():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix + prefix
            )
            for page in pages:
                for each in page.get("Contents", ()):
                    found[each["Key"].removeprefix(self._prefix)] = each["Size"]
        return found

    def write(self, name: str, source: Path) -> None:
        with self._errors():
            self._client.upload_file(str(source), self._bucket, self._prefix + name)

    def read(self, name: str) -> Iterator[bytes]:
        with self._errors():
            yield from self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)["Body"].iter_chunks(CHUNK)

    def delete(self, name: str) -> None:
        with self._errors():
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError, Boto3Error, OSError) as error:
            raise BackupError(f"备份位置 {self.address} 无法读写：{error}") from error
