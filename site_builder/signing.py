"""The key that signs manifests (Ed25519), and how a signature is made; docs/signing.md says how the key is looked after."""

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.errors import BuilderError, reason_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Signer:
    """Signs with the private key in a file; makes the key the first time."""

    def __init__(self, path: Path) -> None:
        self._key = _read(path) or _make(path)

    def sign(self, data: bytes) -> bytes:
        """Return the signature in base64, with a line end."""
        return base64.b64encode(self._key.sign(data)) + b"\n"

    def public_key(self) -> str:
        """Return the public key in base64, to be published where mirrors are checked."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()


def public_key(path: Path) -> str:
    """Return the public half of the key in a file, in base64. Raises BuilderError when there is no key."""
    if not path.exists():
        raise BuilderError(f"还没有签名密钥 {path}；第一次生成镜像时自动建立")
    return Signer(path).public_key()


def make_key(path: Path) -> str:
    """Make a key in a new file; return its public half. Raises BuilderError."""
    if path.exists():
        raise BuilderError(f"文件 {path} 已经存在")
    try:
        return Signer(path).public_key()
    except OSError as error:
        raise BuilderError(f"密钥文件 {path} 无法写入：{error.strerror}") from error


def _read(path: Path) -> "Ed25519PrivateKey | None":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # slow to import

    try:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, OSError) as error:
        # Not replaced by a new one: all who check signatures would take that for an attack.
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise BuilderError(f"签名密钥 {path} 无法使用：{reason}") from error


def _make(path: Path) -> "Ed25519PrivateKey":
    """Make a key, unless another process is the first to do so; it is whole or not there."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    new.touch(mode=0o600)
    new.write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()
    key = _read(path)
    if key is None:
        raise BuilderError(f"签名密钥 {path} 无法建立")
    return key
