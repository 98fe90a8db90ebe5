"""The numbers of a document as columns: whatever writes them, they have the prescribed form."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cms.records.document_numbers import NumberError, in_full, parse, spelled

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


def prescribed(page: Any) -> str:
    """Return a document's number in its one spelling: an order has its organ's full name, whatever its editor called the organ."""
    try:
        number = parse(page.number)
    except NumberError:
        return str(page.number)  # there is none, or it is from before numbers were checked
    if number.year is None and page.publisher_id:
        number = in_full(number, page.publisher.name, page.publisher.short_name)
    return str(number)


def held_as(page: Any) -> str | None:
    """Return by what nobody else may have a document's number.

    A code word belongs to one organ of the province. An order is counted by its organ and may have a name of its own
    (市长令第1号), so that it is held together with the organ.
    """
    number = prescribed(page)
    return f"{number}@{page.publisher_id}" if _is_order(number) else number or None


def _is_order(number: str) -> bool:
    try:
        return parse(number).year is None
    except NumberError:
        return False


class IndexNumberField(models.CharField):
    """An index number, or null. It is checked whenever it is written, also in bulk and by queries, where no model is cleaned."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str) and value:
            split_index_number(value)
        return super().get_db_prep_save(value or None, connection)


class DocumentNumberField(models.CharField):
    """A document number in its prescribed spelling: put right when the model is cleaned, and whenever its row is written."""

    default_validators = [validate_document_number]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return spelled(text) if text else text

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        number = prescribed(instance)
        setattr(instance, self.attname, number)
        return number


class HeldNumberField(models.CharField):
    """What a page holds alone: the number, of an order (令) with the organ that issued it; null without one and in aliases (引用).

    Filled whenever the row is written, so that the database itself keeps two documents from having one number.
    """

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        held = None if getattr(instance, "alias_of_id", None) else held_as(instance)
        setattr(instance, self.attname, held)
        return held
