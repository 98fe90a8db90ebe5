"""Who has an answer already is sent nothing, and nothing is worked out for them."""

import pytest
from django.http import FileResponse, HttpResponse
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from cms.answering.entity_tags import answer_tagged, is_known, tag_of


def asked(**headers: str) -> Request:
    return Request(APIRequestFactory().get("/", headers=headers))


def test_equal_bytes_have_one_tag_and_others_another() -> None:
    assert tag_of(b"a") == tag_of(b"a") != tag_of(b"b")
    assert tag_of(b"a").startswith('"') and tag_of(b"a").endswith('"')


@pytest.mark.parametrize(("sent", "known"), [
    ('"a"', True), ('W/"a"', True), ('"b", "a"', True), ('"b"', False), ("", False), ("a", False), ("garbage,,", False),
])
def test_a_tag_is_known_as_strong_as_weak_and_among_others(sent: str, known: bool) -> None:
    assert is_known('"a"', sent) is known


def test_what_is_known_is_not_worked_out() -> None:
    tag = tag_of(b"a")
    answer = answer_tagged(asked(**{"If-None-Match": tag}), tag, lambda: pytest.fail("was worked out"), max_age=3)
    assert (answer.status_code, answer.headers["ETag"], answer.headers["Cache-Control"]) == (304, tag, "public, max-age=3")


def test_values_and_whole_responses_are_tagged_alike() -> None:
    tag = tag_of(b"a")
    value = answer_tagged(asked(), tag, lambda: {"count": 1}, max_age=3)
    assert value.data == {"count": 1}
    for whole in (HttpResponse(b"x"), FileResponse([b"x"])):
        assert answer_tagged(asked(), tag, lambda whole=whole: whole, max_age=3) is whole
        assert (whole.headers["ETag"], whole.headers["Cache-Control"]) == (tag, "public, max-age=3")
    assert value.headers["ETag"] == tag
