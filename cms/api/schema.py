"""The OpenAPI description: operations from the views, objects from the records, so that neither can part from it."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.types import OpenApiTypes

from cms.answering.description import COMPONENT, Schema, describe_reading
from cms.answering.faults import Fault
from cms.api.answers import CardList, CatalogueList, ChannelList, SiteList
from cms.disclosure.downloads import TYPES
from cms.records import AnyContent

PREFIX = "/api/v1/"
SCHEMA_PATH = PREFIX + "schema/"
TITLES = {
    "ArticleRecord": "文章", "Attachment": "附件", "Card": "列表项", "CardList": "内容列表",
    "CatalogueEntry": "目录项", "CatalogueList": "政府信息公开目录", "ChannelList": "栏目列表",
    "ChannelRecord": "栏目", "Content": "内容", "Department": "内设机构", "DocumentRecord": "公开文件",
    "Fault": "错误说明",
    "GalleryRecord": "图集", "GuideRecord": "办事指南", "Image": "图片", "LeaderRecord": "领导", "Link": "链接",
    "LinkGroup": "一组链接", "Material": "申请材料", "OrganisationRecord": "机构", "Question": "常见问题",
    "RelatedPage": "相关页面", "Relation": "与其他内容的关系", "Rendition": "图片文件",
    "SiteLink": "网站群的其他站点", "SiteList": "站点列表",
    "SiteRecord": "站点", "Step": "办理步骤", "TopicRecord": "专题", "TopicSection": "专题版块",
}


def describe(
    operation: str, words: str, answer: str, *, faults: tuple[int, ...], query: Any = None, files: tuple[str, ...] = ()
) -> Callable[..., Any]:
    """Return the decorator that describes a view's answer by the name of its component, and the files it may be instead."""
    binary = {(200, TYPES[form].partition(";")[0]): OpenApiTypes.BINARY for form in files}
    return describe_reading(operation, words, (answer, TITLES[answer]), faults=faults, query=query, files=binary)


@cache
def openapi() -> Schema:
    """Return the description as plain values; it does not change while the process runs."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    plain: Schema = json.loads(OpenApiJsonRenderer().render(schema))
    return plain


def keep_own_addresses(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Leave out what is not this API: Wagtail's admin has one of its own."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(PREFIX) and endpoint[0] != SCHEMA_PATH]


def add_records(result: Schema, **_: Any) -> Schema:
    """Add the objects that the operations refer to."""
    (content, *_rest), components = msgspec.json.schema_components(
        [AnyContent, CardList, CatalogueList, ChannelList, SiteList, Fault], ref_template=COMPONENT
    )
    components["Content"] = content
    for name, component in components.items():
        # The docstrings speak to who reads the code; readers of the description get a word of theirs.
        component.pop("description", None)
        component["title"] = TITLES[name]
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(sorted(components.items()))
    return result
