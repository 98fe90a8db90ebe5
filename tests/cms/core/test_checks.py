from pathlib import Path

import pytest
from pytest_django import Settings

from cms.core.checks import check_addresses, check_data_root


@pytest.mark.parametrize("value", ["cms.localhost", "ftp://cms.localhost", "http://cms.localhost/", "http://"])
def test_a_wrong_address_in_the_settings_is_named_with_a_hint(settings: Settings, value: str) -> None:
    settings.ADMIN_URL = value
    (error,) = check_addresses(None)
    assert error.id == "core.E001"
    assert "ADMIN_URL" in error.msg and error.hint


def test_a_pattern_without_a_place_for_the_host_is_an_error(settings: Settings) -> None:
    settings.PUBLIC_BASE_URL_PATTERN = "https://www.example.com"
    assert [error.id for error in check_addresses(None)] == ["core.E002"]


def test_the_defaults_are_right() -> None:
    assert check_addresses(None) == check_data_root(None) == []


def test_a_data_folder_below_a_file_is_an_error_that_names_it(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    settings.DATA_ROOT = tmp_path / "file" / "data"
    (error,) = check_data_root(None)
    assert error.id == "core.E003"
    assert str(tmp_path / "file") in error.msg


def test_a_data_folder_that_is_not_there_yet_is_fine(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_ROOT = tmp_path / "a" / "b"
    assert check_data_root(None) == []
