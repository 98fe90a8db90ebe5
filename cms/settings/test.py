"""Settings for the tests: quick password hashes, files in a folder of their own."""

import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403

SECRET_KEY = "test-only-key-that-protects-nothing-whatsoever-here"
ALLOWED_HOSTS = ["testserver", "localhost", ".localhost"]
DATA_ROOT = Path(tempfile.mkdtemp(prefix="cms-test-"))
MEDIA_ROOT = DATA_ROOT / "media"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
