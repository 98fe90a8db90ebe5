"""Dates in the forms of the admin."""

import json

import pytest
from django.db import models
from wagtail.admin.forms.models import registry

from cms.core import dates


@pytest.mark.parametrize("field", [models.DateField(), models.DateTimeField()], ids=["date", "time"])
def test_a_date_that_cannot_be_read_stays_as_it_was_typed(field: models.Field[object, object]) -> None:
    widget = registry.get(field)["widget"]()
    assert isinstance(widget, dates.DateInput | dates.DateTimeInput)
    config = json.loads(widget.get_context("day", None, {})["widget"]["config_json"])
    assert config["validateOnBlur"] is False and config["format"]
