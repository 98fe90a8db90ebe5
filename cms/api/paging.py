"""Lists in parts: which one is asked for, and where its neighbours are."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param


def part_of(count: int, parameters: dict[str, Any]) -> slice:
    """Return which of so many items are asked for. Raises ValidationError beyond the last page."""
    page, size = parameters["page"], parameters["page_size"]
    last = max(1, -(-count // size))
    if page > last:
        raise ValidationError({"page": f"共 {last} 页，没有第 {page} 页。"})
    return slice((page - 1) * size, page * size)


def links(request: Request, count: int, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return what a list says of itself."""

    def address(page: int) -> str:
        return str(replace_query_param(request.build_absolute_uri(), "page", page))

    page, size = parameters["page"], parameters["page_size"]
    return {
        "count": count, "next": address(page + 1) if page * size < count else None,
        "previous": address(page - 1) if page > 1 else None,
    }
