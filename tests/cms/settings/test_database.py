from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.database import choose_database, make_folder


def test_sqlite_is_the_default_and_takes_its_lock_at_the_start() -> None:
    database = choose_database("")
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert database["ATOMIC_REQUESTS"] is True


def test_an_address_chooses_postgresql() -> None:
    database = choose_database("postgres://cms:secret@db.example.com:5433/cms")
    assert (database["ENGINE"], database["HOST"], database["PORT"]) == (
        "django.db.backends.postgresql", "db.example.com", 5433
    )
    assert database["ATOMIC_REQUESTS"] is True


@pytest.mark.parametrize("url", ["oracle://db.example.com/cms", "db.example.com", "mysql://db.example.com/cms"])
def test_another_kind_of_database_is_refused_with_a_word_on_what_works(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        choose_database(url)


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ImproperlyConfigured, match="DATA_ROOT 不可用"):
        make_folder(tmp_path / "file" / "data")
