"""The description of search: its objects, added to those of the read API."""

from collections.abc import Callable
from typing import Any

import msgspec
from drf_spectacular.utils import OpenApiResponse, extend_schema

from cms.answering.description import COMPONENT, Schema, describe_reading, fault_responses
from search.answers import RelatedList, SearchResults, SuggestionList
from search.parameters import ClickForm

TITLES = {
    "FacetValue": "分面的一个值", "RelatedList": "相关内容", "Result": "检索到的内容", "SearchResults": "检索结果",
    "Suggestion": "一条建议", "SuggestionList": "输入建议",
}
FAULTS = (400, 429, 503)


def describe(operation: str, words: str, answer: str, query: Any) -> Callable[..., Any]:
    """Return the decorator that describes a view of search."""
    return describe_reading(operation, words, (answer, TITLES[answer]), faults=FAULTS, query=query)


def describe_click() -> Callable[..., Any]:
    """Return the decorator that describes the counting of a click."""
    return extend_schema(
        operation_id="search_click", summary="登记打开了哪一条结果", tags=["v1"], request=ClickForm,
        description="只累计每天的次数，不记录是谁。可由 navigator.sendBeacon 以表单形式发送。",
        responses={204: OpenApiResponse(description="已登记"), **fault_responses((400, 415, 429))},
    )


def add_answers(result: Schema, **_hook: Any) -> Schema:
    """Add the objects that the operations of search refer to."""
    _answers, components = msgspec.json.schema_components([SearchResults, SuggestionList, RelatedList], ref_template=COMPONENT)
    for name, component in components.items():
        component.pop("description", None)
        component["title"] = TITLES[name]
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(sorted(components.items()))
    return result
