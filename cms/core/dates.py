"""Fields of dates in the admin, which leave what was typed as it is.

Wagtail's calendar puts another date in the place of one that it cannot read, as soon as the field is left: 2026-02-30 becomes the 2nd
of March, and 昨天 today. A date decides whether a document is in force, so it is refused with a sentence instead.
"""

from typing import Any

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

AS_TYPED = {"validateOnBlur": False}


class DateInput(AdminDateInput):
    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **AS_TYPED}


class DateTimeInput(AdminDateTimeInput):
    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **AS_TYPED}


def register() -> None:
    """Have all forms of the admin's models use these."""
    register_form_field_override(models.DateField, override={"widget": DateInput})
    register_form_field_override(models.DateTimeField, override={"widget": DateTimeInput})
