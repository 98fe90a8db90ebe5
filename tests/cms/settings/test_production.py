import os
import subprocess
import sys

from django.conf import settings

WANTED = {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "cms.example.com"}


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in WANTED}
    return subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        env={**inherited, "DJANGO_SETTINGS_MODULE": "cms.settings.production", "PYTHONUTF8": "1", **environment},
    )


def test_production_names_what_is_not_set() -> None:
    result = check(ALLOWED_HOSTS="cms.example.com")
    assert result.returncode != 0
    assert "缺少环境变量：SECRET_KEY" in result.stderr


def test_production_starts_when_everything_is_set() -> None:
    result = check(**WANTED)
    assert result.returncode == 0, result.stderr


def test_a_wrong_address_stops_the_start_with_a_hint() -> None:
    result = check(**WANTED, DESK_URL="desk.example.com")
    assert result.returncode != 0
    assert "core.E001" in result.stderr and "HINT" in result.stderr
