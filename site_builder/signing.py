"""The key that signs manifests (Ed25519), and how a signature is made and checked."""

import base64
from pathlib import Path


class Signer:
    """Signs with the private key in a file; makes the key the first time."""

    def __init__(self, path: Path) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # slow to import

        if path.exists():
            self._key = Ed25519PrivateKey.from_private_bytes(path.read_bytes())
        else:
            self._key = Ed25519PrivateKey.generate()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(self._key.private_bytes_raw())

    def sign(self, data: bytes) -> bytes:
        """Return the signature in base64, with a line end."""
        return base64.b64encode(self._key.sign(data)) + b"\n"

    def public_key(self) -> str:
        """Return the public key in base64, to be published where mirrors are checked."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()
