"""Dates in the forms of the admin."""

import json

import pytest
from wagtail import hooks
from wagtail.admin.panels import get_edit_handler

from cms.disclosure.models import DocumentPage


@pytest.mark.parametrize("name", ["created", "effective", "expires", "repealed", "reviewed", "published_at"])
def test_a_date_that_cannot_be_read_stays_as_it_was_typed(name: str, db: None) -> None:
    hooks.search_for_hooks()
    field = get_edit_handler(DocumentPage).get_form_class()(instance=DocumentPage()).fields[name]
    config = json.loads(field.widget.get_context(name, None, {})["widget"]["config_json"])
    assert config["validateOnBlur"] is False and config["format"]
