"""Words for the OpenAPI description of what is only read."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

COMPONENT = "#/components/schemas/{name}"
STATUSES = {
    400: "参数有误", 404: "没有这个对象，或者它没有公开发布",
    415: "不是表单也不是 JSON", 429: "请求过于频繁，请过一会儿再试", 503: "检索暂时不能使用",
}

Schema = dict[str, Any]


def describe_reading(
    operation: str, words: str, answer: tuple[str, str], *, faults: tuple[int, ...], query: Any = None, files: dict[Any, Any] | None = None
) -> Callable[..., Any]:
    """Return the decorator that describes a view's answer, given as (name of its component, title), or `files` instead."""
    known = OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="上次应答的 ETag。")
    name, title = answer
    return extend_schema(
        operation_id=operation, summary=words, description=f"{words}。", tags=["v1"],
        parameters=[*([query] if query else []), known],
        responses={
            (200, "application/json"): OpenApiResponse(_reference(name), description=title), **(files or {}),
            304: OpenApiResponse(description="与 If-None-Match 所指的应答相同"), **fault_responses(faults),
        },
    )


def fault_responses(faults: tuple[int, ...]) -> dict[int, OpenApiResponse]:
    """Return the description of answers that only say what is wrong."""
    return {status: OpenApiResponse(_reference("Fault"), description=STATUSES[status]) for status in faults}


def _reference(name: str) -> Schema:
    return {"$ref": COMPONENT.format(name=name)}
