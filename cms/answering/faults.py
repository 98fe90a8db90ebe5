"""Faults as JSON with one sentence in Chinese."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any

from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response

from cms.records import Record


class Fault(Record, frozen=True, kw_only=True):
    """Says what is wrong with a request."""

    detail: str


def answer_fault(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the answer to a fault of the request; None for any other error, which is ours."""
    if not isinstance(error, APIException):
        return None
    wait = getattr(error, "wait", None)
    headers = {"Retry-After": str(ceil(wait))} if wait else None
    return Response(Fault(detail="；".join(sentences_of(error))), status=error.status_code, headers=headers)


def sentences_of(error: APIException) -> Iterator[str]:
    if isinstance(error, ValidationError) and isinstance(error.detail, dict):
        for name, reasons in error.detail.items():
            yield f"参数 {name}：{''.join(_words(reasons))}"
    else:
        yield from _words(error.detail)


def _words(detail: Any) -> Iterator[str]:
    """Yield the texts of a detail, which may be nested: the items of a list have reasons of their own."""
    if isinstance(detail, dict):
        for each in detail.values():
            yield from _words(each)
    elif isinstance(detail, (list, tuple)):
        for each in detail:
            yield from _words(each)
    else:
        yield str(detail)
