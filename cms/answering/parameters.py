"""Parameters of a request: those that a form names, checked, and no others."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

# `from` is a word of Python's, so it cannot stand among the attributes of a form.
FROM = serializers.DateField(required=False, help_text="发布日期起，例如 2026-01-01。")


class Parameters(serializers.Serializer[Any]):
    """A form with the fields that a request gives, and those with a default.

    REST framework copies all fields for each form, which takes longer than to check the few that are given. Without a request,
    for the description, it has all of them.
    """

    @classmethod
    def declared(cls) -> Mapping[str, serializers.Field[Any, Any, Any, Any]]:
        """Return all fields, which nobody may change."""
        return cls._declared_fields

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        given = getattr(self, "initial_data", None)
        return {
            name: deepcopy(field) for name, field in self.declared().items()
            if given is None or name in given or field.required or field.default is not serializers.empty
        }


class NoParameters(Parameters):
    """For what takes no parameters."""


def checked(
    form_class: type[Parameters], given: QueryDict | dict[str, Any], *, may_be_empty: bool = False
) -> dict[str, Any]:
    """Return the parameters of a request. Raises ValidationError, which names the one that is wrong.

    Forms send the fields that were left empty, too; where they `may_be_empty` that is the same as leaving them out.
    """
    if may_be_empty and isinstance(given, QueryDict):
        given = given.copy()
        for name, values in list(given.lists()):
            given.setlist(name, [value for value in values if value.strip()])
            if not given.getlist(name):
                del given[name]
    form = form_class(data=given)
    known = form_class.declared()
    unknown = [name for name in given if name not in known]
    if unknown:
        raise ValidationError({unknown[0]: f"没有这个参数。可用的参数：{'、'.join(known) or '无'}。"})
    empty = [name for name, values in given.lists() if "" in values] if isinstance(given, QueryDict) else []
    if empty:
        raise ValidationError({empty[0]: "不能为空；不需要时请去掉这个参数。"})
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)
