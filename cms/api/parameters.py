"""The query parameters of each list, with their limits; the schema is derived from them."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from cms.answering.parameters import FROM, Parameters
from cms.api.kinds import KINDS
from cms.disclosure.classifications import AUDIENCES, GENRES, THEMES, audience_choices, category_choices, theme_choices
from cms.disclosure.downloads import FORMATS
from cms.disclosure.enums import Validity
from cms.records.document_numbers import read

ORDERINGS = [("-published", "从新到旧"), ("published", "从旧到新")]
SLUG = r"^[-a-zA-Z0-9_]+$"


class ListQuery(Parameters):
    """Which sites and days, in what order, and which part of the list."""

    site = serializers.ListField(
        child=serializers.RegexField(SLUG, max_length=20), required=False, max_length=50,
        help_text="站点标识，可重复；不给则为全部站点。",
    )
    to = serializers.DateField(required=False, help_text="发布日期止（含当日），例如 2026-01-31。")
    ordering = serializers.ChoiceField(
        ORDERINGS, default="-published", help_text="按发布时间排序；同一时间按编号。"
    )
    page = serializers.IntegerField(min_value=1, default=1, help_text="第几页。")
    page_size = serializers.IntegerField(min_value=1, max_value=100, default=20, help_text="每页条数，最多 100。")

    @classmethod
    def declared(cls) -> Mapping[str, serializers.Field[Any, Any, Any, Any]]:
        return {"from": FROM, **super().declared()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        _in_order(attrs, "from", "to")
        return attrs


class ContentQuery(ListQuery):
    """Which pages of any kind."""

    channel = serializers.CharField(
        required=False, max_length=255, help_text="栏目编号；或栏目路径，此时须同时给出 site。包括其下各级栏目。"
    )
    kind = serializers.ListField(
        child=serializers.ChoiceField([(kind.name, kind.model._meta.verbose_name) for kind in KINDS]),
        required=False, max_length=20, help_text="内容种类，可重复。",
    )
    tag = serializers.CharField(required=False, max_length=100, help_text="标签名称；只有文章有标签。")
    organisation = serializers.RegexField(
        SLUG, required=False, max_length=50, help_text="单位标识：其发布（含联合发布）的文件、其机构页和领导页。"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        if "site" not in attrs and not attrs.get("channel", "0").isdecimal():
            raise ValidationError({"channel": "用路径指定栏目时，须同时给出 site。"})
        return attrs


class DisclosureQuery(ListQuery):
    """Which documents of the disclosure catalogue, and in what form."""

    theme = serializers.ChoiceField(
        [(code, label) for code, (label, _) in THEMES.items()]
        + [choice for _, group in theme_choices() for choice in group if choice[0] not in THEMES],
        required=False, help_text="主题分类代码，例如 02；大类包括其下各小类，例如 0201。",
    )
    genre = serializers.ChoiceField(list(GENRES.items()), required=False, help_text="体裁分类代码，例如 05。")
    publisher = serializers.RegexField(
        SLUG, required=False, max_length=50, help_text="单位标识：其发布和参与联合发布的文件。"
    )
    audience = serializers.ChoiceField(
        [(group, group) for group in AUDIENCES] + [choice for _, members in audience_choices() for choice in members],
        required=False, help_text="服务对象，例如 面向公民/社会保障；面向公民 包括其下各项。",
    )
    category = serializers.ChoiceField(category_choices(), required=False, help_text="组配分类，例如 政策文件。")
    year = serializers.IntegerField(min_value=1900, max_value=2099, required=False, help_text="年度，即发布的年份。")
    validity = serializers.ChoiceField(Validity.choices, required=False, help_text="今天的有效性。")
    number = serializers.CharField(
        required=False, max_length=40,
        help_text="文号，写法不限，可不写机关代字或年份，例如 晋市政发〔2026〕5号、[2026]5号、政发5号、市政府令第12号。",
    )
    created_from = serializers.DateField(required=False, help_text="成文日期起。")
    created_to = serializers.DateField(required=False, help_text="成文日期止（含当日）。")
    ordering = serializers.ChoiceField(
        [*ORDERINGS, ("-created", "按成文日期从新到旧"), ("created", "按成文日期从旧到新")], default="-published",
        help_text="按发布时间或成文日期排序；同一时间按编号。",
    )
    format = serializers.ChoiceField(
        FORMATS, default="json", help_text="json 分页应答；csv 和 xlsx 为全部符合条件的文件，page 和 page_size 不起作用。"
    )

    def validate_number(self, value: str) -> str:
        if read(value) is None:
            raise ValidationError("不能识别为文号，例如 晋市政发〔2026〕5号。")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        _in_order(attrs, "created_from", "created_to")
        return attrs


def _in_order(attrs: dict[str, Any], start: str, end: str) -> None:
    if start in attrs and end in attrs and attrs[start] > attrs[end]:
        raise ValidationError({start: f"起始日期不能晚于截止日期 {end}。"})
