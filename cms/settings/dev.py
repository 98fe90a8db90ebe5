"""Settings for a developer's machine and the demo; nothing has to be set."""

from cms.settings.base import *
from cms.settings.environment import ALLOWED_HOSTS as CHOSEN_HOSTS, SECRET_KEY as CHOSEN_KEY

DEBUG = True
SECRET_KEY = CHOSEN_KEY or "development-only-key-that-protects-nothing-at-all"
ALLOWED_HOSTS = CHOSEN_HOSTS or ["localhost", ".localhost", "127.0.0.1"]
