"""SQLite in WAL mode unless DATABASE_URL names a server."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from cms.settings.environment import DATA_ROOT, DATABASE_URL

SCHEMES = ("sqlite", "postgres", "postgresql")
SQLITE_OPTIONS = {
    # Taking the write lock at BEGIN avoids the deadlock of two readers that both become writers.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
}


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATA_ROOT 不可用：{folder} 不能创建（{error.strerror}）。请把它设为一个可写的文件夹。"
        ) from error


def choose_database(url: str) -> dict[str, Any]:
    """Return Django's description of the database that the address names, or of the embedded one."""
    if not url:
        make_folder(DATA_ROOT)
        url = f"sqlite:///{DATA_ROOT / 'db.sqlite3'}"
    if url.partition("://")[0] not in SCHEMES:
        raise ImproperlyConfigured(
            f"DATABASE_URL 不能识别：应以 {'、'.join(f'{scheme}://' for scheme in SCHEMES)} 开头，"
            "例如 postgres://用户:密码@主机:5432/数据库。"
        )
    database: dict[str, Any] = dict(environ.Env.db_url_config(url))
    database["ATOMIC_REQUESTS"] = True
    database["CONN_MAX_AGE"] = 60  # seconds: to open one takes as long as a search
    database["CONN_HEALTH_CHECKS"] = True
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {**SQLITE_OPTIONS, **database.get("OPTIONS", {})}
    return database


DATABASES = {"default": choose_database(DATABASE_URL)}
