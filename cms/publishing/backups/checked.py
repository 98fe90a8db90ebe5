"""Nothing is believed to be written until it was read back, and nothing that was read until its digest agrees."""

import hashlib
from pathlib import Path

from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.places import Place

CHUNK = 1 << 20


def digest_of(file: Path) -> str:
    """Return the sha256 of a file, in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_checked(place: Place, name: str, source: Path, sha256: str = "") -> None:
    """Write a file and read it back. Raises BackupError when it is not the same."""
    place.write(name, source)
    if digest_in(place, name) != (sha256 or digest_of(source)):
        raise BackupError(f"写入后读回的内容不一致：{place.address}/{name}。请检查磁盘或对象存储。")


def digest_in(place: Place, name: str) -> str:
    """Return the sha256 of what a place holds under a name, in hex."""
    found = hashlib.sha256()
    for chunk in place.read(name):
        found.update(chunk)
    return found.hexdigest()


def fetch_checked(place: Place, name: str, sha256: str, to: Path, *, mode: int = 0o600) -> None:
    """Copy a file out of a place. Raises BackupError when it is not what the manifest says."""
    to.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with to.open("wb") as copy:
        to.chmod(mode)
        for chunk in place.read(name):
            found.update(chunk)
            copy.write(chunk)
    if found.hexdigest() != sha256:
        raise BackupError(f"备份已损坏：{place.address}/{name} 的内容与清单中的 SHA-256 不符。")


def read_bytes(place: Place, name: str) -> bytes:
    return b"".join(place.read(name))
