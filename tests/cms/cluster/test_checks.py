from pathlib import Path

from pytest_django import Settings

from cms.cluster.checks import check_themes
from cms.cluster.slots import SLOTS, THEMES


def test_a_theme_without_a_folder_is_an_error_with_a_hint(settings: Settings, tmp_path: Path) -> None:
    for theme in ("portal", "county", "talent"):
        (tmp_path / theme).mkdir()
    settings.THEMES_ROOT = tmp_path
    (error,) = check_themes(None)
    assert error.id == "cluster.E001"
    assert "tourism" in error.msg and error.hint


def test_the_themes_of_the_project_are_there_and_each_has_slots() -> None:
    assert check_themes(None) == []
    assert set(SLOTS) == set(THEMES)
