"""Parameters of a request: those that a form names, checked, and no others."""

from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ValidationError


class NoParameters(serializers.Serializer[Any]):
    """For what takes no parameters."""


def checked(
    form_class: type[serializers.Serializer[Any]], given: QueryDict | dict[str, Any], *, may_be_empty: bool = False
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
    unknown = [name for name in given if name not in form.fields]
    if unknown:
        raise ValidationError({unknown[0]: f"没有这个参数。可用的参数：{'、'.join(form.fields) or '无'}。"})
    empty = [name for name, values in given.lists() if "" in values] if isinstance(given, QueryDict) else []
    if empty:
        raise ValidationError({empty[0]: "不能为空；不需要时请去掉这个参数。"})
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)
