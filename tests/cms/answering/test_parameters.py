"""A form has what was given and what has a default, however many fields are declared."""

import pytest
from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from cms.answering.parameters import NoParameters, Parameters, checked


class Form(Parameters):
    """A few of each sort."""

    word = serializers.CharField(required=False, max_length=3)
    several = serializers.ListField(child=serializers.CharField(), required=False)
    size = serializers.IntegerField(default=10)
    must = serializers.IntegerField()


def test_what_was_given_is_checked_and_what_has_a_default_is_there() -> None:
    assert checked(Form, QueryDict("must=1&several=a&several=b")) == {"must": 1, "several": ["a", "b"], "size": 10}


@pytest.mark.parametrize(("sent", "field"), [
    ("", "must"), ("must=x", "must"), ("must=1&word=long", "word"), ("must=1&size=x", "size"), ("must=1&word=", "word"),
    ("must=1&other=1", "other"), ("must=1&__class__=1", "__class__"),
])
def test_what_is_wrong_is_named(sent: str, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        checked(Form, QueryDict(sent))
    assert list(caught.value.detail) == [field]


def test_an_unknown_one_is_answered_with_all_that_there_are() -> None:
    with pytest.raises(ValidationError, match="word、several、size、must"):
        checked(Form, QueryDict("must=1&other=1"))
    with pytest.raises(ValidationError, match="无"):
        checked(NoParameters, QueryDict("other=1"))


def test_forms_share_no_field() -> None:
    first, second = Form(data={"must": 1}), Form(data={"must": 2})
    assert first.fields["must"] is not second.fields["must"]
    assert first.is_valid() and second.is_valid()
    assert (first.validated_data["must"], second.validated_data["must"]) == (1, 2)


def test_without_a_request_all_fields_are_there() -> None:
    assert list(Form().fields) == ["word", "several", "size", "must"]
