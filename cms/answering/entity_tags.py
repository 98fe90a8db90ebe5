"""Entity tags: who asks again for what they have is told so, and is sent nothing."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response


def tag_of(basis: bytes) -> str:
    """Return the strong tag of what depends on these bytes and on nothing else."""
    return f'"{blake2b(basis, digest_size=16).hexdigest()}"'


def is_known(tag: str, if_none_match: str) -> bool:
    """Return whether the asker already has what the tag stands for."""
    return any(one.removeprefix("W/") == tag for one in parse_etags(if_none_match))


def answer_tagged(request: Request, tag: str, answer: Callable[[], Any], *, max_age: int) -> HttpResponseBase:
    """Return what `answer` gives, a value or a whole response, with its tag and for how many seconds it may be kept.

    It is not called when the asker knows it.
    """
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={max_age}"}
    if is_known(tag, request.headers.get("If-None-Match", "")):
        return Response(status=304, headers=headers)
    found = answer()
    if not isinstance(found, HttpResponseBase):
        return Response(found, headers=headers)
    for name, value in headers.items():
        found.headers[name] = value
    return found
