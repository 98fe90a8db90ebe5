"""Settings for the tests: quick password hashes, files in a folder of their own."""

import tempfile
from pathlib import Path

from cms.settings.base import *
from cms.settings.database import DATABASES

FOLDER = tempfile.TemporaryDirectory(prefix="cms-test-")  # removed when the process ends
SECRET_KEY = "test-only-key-that-protects-nothing-whatsoever-here"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", ".localhost"]
DATA_ROOT = Path(FOLDER.name)
MEDIA_ROOT = DATA_ROOT / "media"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because threads that share SQLite's memory database meet locks that a real one does not have.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_ROOT / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ELASTICSEARCH_URL = "memory:"
SEARCH_ROOT = DATA_ROOT / "search"
SEARCH_STATISTICS_SECONDS = 0  # tests write them down when they want to see them
WHITENOISE_AUTOREFRESH = True  # nothing is collected for tests
