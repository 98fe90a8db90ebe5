"""The query parameters of each list, with their limits; the schema is derived from them."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from cms.api.kinds import KINDS

ORDERINGS = [("-published", "从新到旧"), ("published", "从旧到新")]
SLUG = r"^[-a-zA-Z0-9_]+$"


class ContentQuery(serializers.Serializer[Any]):
    """Which pages, in what order, and which part of the list."""

    site = serializers.ListField(
        child=serializers.RegexField(SLUG, max_length=20), required=False, max_length=50,
        help_text="站点标识，可重复；不给则为全部站点。",
    )
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
    to = serializers.DateField(required=False, help_text="发布日期止（含当日），例如 2026-01-31。")
    ordering = serializers.ChoiceField(
        ORDERINGS, default="-published", help_text="按发布时间排序；同一时间按编号。"
    )
    page = serializers.IntegerField(min_value=1, default=1, help_text="第几页。")
    page_size = serializers.IntegerField(min_value=1, max_value=100, default=20, help_text="每页条数，最多 100。")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `from` is a word of Python's, so it cannot stand among the attributes.
        start = serializers.DateField(required=False, help_text="发布日期起，例如 2026-01-01。")
        return {"from": start, **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "from" in attrs and "to" in attrs and attrs["from"] > attrs["to"]:
            raise ValidationError({"from": "起始日期不能晚于截止日期 to。"})
        if "site" not in attrs and not attrs.get("channel", "0").isdecimal():
            raise ValidationError({"channel": "用路径指定栏目时，须同时给出 site。"})
        return attrs
