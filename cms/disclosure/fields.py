"""The numbers of a document as columns: whatever writes them, they have the prescribed form."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cms.records.document_numbers import NumberError, parse, spelled

INDEX_NUMBER = re.compile(r"(?P<code>[0-9A-Z]{9,18})/(?P<year>(?:19|20)\d{2})-(?P<serial>\d{5,6})")
INDEX_FORM = "索引号格式如“111405JC00100/2026-00031”：机构代码、年份、五位流水号。"


def split_index_number(text: str) -> tuple[str, int, int]:
    """Return code, year and serial of an index number. Raises ValidationError."""
    found = INDEX_NUMBER.fullmatch(text)
    if found is None or int(found["serial"]) == 0:
        raise ValidationError(f"“{text}”不是索引号。{INDEX_FORM}")
    return found["code"], int(found["year"]), int(found["serial"])


def validate_document_number(text: str) -> None:
    try:
        parse(text)
    except NumberError as error:
        raise ValidationError(str(error)) from error


def held_as(page: Any) -> str | None:
    """Return by what nobody else may have a document's number.

    A code word belongs to one organ of the province. 市政府令第1号 is what every city calls its first order, so that an order is
    held together with its organ.
    """
    if not page.number:
        return None
    try:
        order = parse(page.number).year is None
    except NumberError:
        order = False  # from before numbers were checked; as a text it is still one document's
    return f"{page.number}@{page.publisher_id}" if order else str(page.number)


class IndexNumberField(models.CharField):
    """An index number, or null. It is checked whenever it is written, also in bulk and by queries, where no model is cleaned."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str) and value:
            split_index_number(value)
        return super().get_db_prep_save(value or None, connection)


class DocumentNumberField(models.CharField):
    """A document number; other spellings are put right when the model is cleaned, which is before anything is compared."""

    default_validators = [validate_document_number]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return spelled(text) if text else text


class HeldNumberField(models.CharField):
    """What a page holds alone: the number, of an order (令) with the organ that issued it; null without one and in aliases (引用).

    Filled whenever the row is written, so that the database itself keeps two documents from having one number.
    """

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        held = None if getattr(instance, "alias_of_id", None) else held_as(instance)
        setattr(instance, self.attname, held)
        return held
