"""The only place that reads the environment; everything has a default that works without any."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()

DATA_ROOT = Path(env.str("DATA_ROOT", default=str(BASE_DIR / "var"))).resolve()
DATABASE_URL = env.str("DATABASE_URL", default="")
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
PUBLIC_BASE_URL_PATTERN = env.str("PUBLIC_BASE_URL_PATTERN", default="http://{host}:8000")
DESK_URL = env.str("DESK_URL", default="http://desk.localhost:8000")
ADMIN_URL = env.str("ADMIN_URL", default="http://cms.localhost:8000")
