"""The parameters of a search; the description is derived from them."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from cms.answering.parameters import FROM, Parameters
from search.query import MOST_CHARACTERS, MOST_HITS, Query

SLUG = r"^[-a-zA-Z0-9_]+$"
CODE = r"^[^\x00-\x1f\x7f]{1,50}$"
MOST_VALUES = 50
SORTS = [("relevance", "相关"), ("time", "从新到旧")]


class Text(serializers.CharField):
    """Words that somebody typed, without what cannot be seen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": MOST_CHARACTERS, **options})

    def to_internal_value(self, data: Any) -> str:
        plain = "".join(" " if unicodedata.category(each) in ("Cc", "Cf") else each for each in super().to_internal_value(data))
        return " ".join(plain.split())


class Flag(serializers.BooleanField):
    """A box that is ticked or not; a form sends nothing of one that is not."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "default": False, **options})


def values(pattern: str, words: str) -> serializers.ListField:
    """Return a parameter that may be given several times."""
    child = serializers.RegexField(pattern, max_length=50)
    return serializers.ListField(child=child, required=False, max_length=MOST_VALUES, help_text=f"{words}，可重复。")


class HomeQuery(Parameters):
    """From where is asked."""

    home = serializers.RegexField(
        SLUG, max_length=20, required=False,
        help_text="从哪个站点的页面检索（站点标识）：其同义词、推荐结果和统计。不给则按唯一的 site，或整个网站群。",
    )


class SearchQuery(HomeQuery):
    """What is searched for, in what order, and which part of the results."""

    q = Text(help_text="搜索词：全部包含；引号内为完整词句；也可以是文号或索引号。")
    phrase = Text(help_text="包含完整词句。")
    any = Text(help_text="包含任意一个词。")
    none = Text(help_text="不包含这些词。")
    title_only = Flag(help_text="只在标题中查找。")
    number = Text(help_text="文号或其一部分，任何写法。")
    site = values(SLUG, "站点标识")
    kind = values(SLUG, "内容种类")
    channel = values(r"^\d{1,18}$", "栏目编号，包括其下各级")
    organisation = values(SLUG, "单位标识")
    year = values(r"^\d{4}$", "年份")
    theme = values(r"^\d{2}(\d{2})?$", "主题分类代码")
    genre = values(CODE, "体裁分类代码")
    audience = values(CODE, "服务对象分类")
    category = values(CODE, "组配分类代码")
    validity = values(SLUG, "有效性")
    to = serializers.DateField(required=False, help_text="发布日期止（含当日），例如 2026-01-31。")
    created_from = serializers.DateField(required=False, help_text="成文日期起。")
    created_to = serializers.DateField(required=False, help_text="成文日期止（含当日）。")
    sort = serializers.ChoiceField(SORTS, default="relevance", help_text="排序。")
    by_site = Flag(help_text="按站点分组，每站最多三条。")
    page = serializers.IntegerField(min_value=1, max_value=MOST_HITS, default=1, help_text="第几页。")
    page_size = serializers.IntegerField(min_value=1, max_value=50, default=10, help_text="每页条数，最多 50。")

    @classmethod
    def declared(cls) -> Mapping[str, serializers.Field[Any, Any, Any, Any]]:
        return {**super().declared(), "from": FROM}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for first, last in (("from", "to"), ("created_from", "created_to")):
            if first in attrs and last in attrs and attrs[first] > attrs[last]:
                raise ValidationError({first: f"起始日期不能晚于截止日期 {last}。"})
        if attrs["page"] * attrs["page_size"] > MOST_HITS:
            raise ValidationError({"page": f"最多翻到第 {MOST_HITS} 条结果，请增加条件缩小范围。"})
        return attrs


class SuggestQuery(HomeQuery):
    """What is being typed."""

    q = Text(max_length=50, help_text="已输入的文字、拼音或拼音首字母；不给则应答热门搜索。")
    site = values(SLUG, "站点标识")
    size = serializers.IntegerField(min_value=1, max_value=20, default=10, help_text="最多几条。")


class RelatedQuery(Parameters):
    """Of what page."""

    id = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="内容编号。")
    size = serializers.IntegerField(min_value=1, max_value=20, default=5, help_text="最多几条。")


class ClickForm(HomeQuery):
    """Which result of which search was opened."""

    q = Text(help_text="搜索词。")
    id = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="打开的内容编号。")


def query_of(parameters: dict[str, Any]) -> Query:
    """Return the question that checked parameters ask."""
    plain: dict[str, Any] = {name: parameters[name] for name in ("phrase", "any", "none", "number") if name in parameters}
    facets: dict[str, Any] = {
        name: tuple(dict.fromkeys(parameters[name])) for name in (
            "site", "kind", "channel", "organisation", "year", "theme", "genre", "audience", "category", "validity",
        ) if name in parameters
    }
    days = {
        field: parameters[name].isoformat() for name, field in (
            ("from", "start"), ("to", "end"), ("created_from", "created_start"), ("created_to", "created_end"),
        ) if name in parameters
    }
    return Query(
        text=parameters.get("q", ""), title_only=parameters["title_only"], sort=parameters["sort"], page=parameters["page"],
        size=parameters["page_size"], by_site=parameters["by_site"], **plain, **facets, **days,
    )


def home_of(parameters: dict[str, Any]) -> str:
    """Return the site from whose pages is asked; empty for the cluster."""
    sites = parameters.get("site", [])
    return str(parameters.get("home") or (sites[0] if len(sites) == 1 else ""))
