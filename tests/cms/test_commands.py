from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import SystemCheckError

from cms.commands import SETTINGS, OperatorCommand

OURS = ("cms.", "site_builder.", "search.", "content_fixtures.")
# They serve or run on, or load the CMS only if they must.
OTHERS = {"serve_demo", "publisher", "build", "publish", "explain", "verify", "public_key"}


def test_every_check_of_ours_but_that_of_exporters_is_one_of_settings() -> None:
    ours = {each for each in registry.get_checks() if each.__module__.startswith(OURS)}
    assert {each.__name__ for each in ours if SETTINGS not in each.tags} == {"check_exporters"}
    assert len(ours) >= 6


def test_every_command_of_ours_checks_the_settings_unless_it_checks_everything_or_itself() -> None:
    ours = {name: app for name, app in get_commands().items() if f"{app}.".startswith(OURS)}
    checking = {name for name, app in ours.items() if isinstance(load_command_class(app, name), OperatorCommand)}
    assert ours.keys() - checking == OTHERS


def test_a_wrong_setting_is_named_before_a_command_does_anything(settings: Any) -> None:
    settings.DESK_URL = "desk"
    with pytest.raises(SystemCheckError, match=r"core\.E001"):
        call_command("seed", "--size", "tiny", skip_checks=False)
    assert [error.id for error in run_checks(tags=[SETTINGS])] == ["core.E001"]
