"""The forms of all kinds of pages."""

import pytest
from wagtail.admin.panels import get_edit_handler
from wagtail.models import get_page_models

from cms.core.forms import ATTRIBUTES
from cms.core.models import BasePage

KINDS = [kind for kind in get_page_models() if issubclass(kind, BasePage) and not kind._meta.abstract]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_field_stands_in_the_way_of_an_attribute_of_the_form(kind: type[BasePage], db: None) -> None:
    form = get_edit_handler(kind).get_form_class()(instance=kind())
    assert not ATTRIBUTES & {field.html_name for field in form}
