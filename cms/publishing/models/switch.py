"""Emergency switches: a notice above every page, mourning, and a freeze of publishing."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from cms.core.site_rows import SiteRow


class Level(models.TextChoices):
    RED = "red", "红色"
    ORANGE = "orange", "橙色"
    YELLOW = "yellow", "黄色"
    BLUE = "blue", "蓝色"
    GENERAL = "general", "一般"


class Switch(SiteRow):
    """What is switched on for a site, or for the whole cluster where `site` is empty. There is one row for each."""

    level = models.CharField("通知级别", max_length=10, choices=Level.choices, blank=True)
    text = models.CharField("通知内容", max_length=60, blank=True, help_text="不超过 60 字，显示在每一页的上方。")
    url = models.CharField(
        "详情网址", max_length=300, blank=True, help_text="可以不填。本站路径以 / 开头，其他网站写完整网址。",
        validators=[
            RegexValidator(r"^(/(?![/\\])|https?://[^\s/\\@]+(/|$))[^\s\\]*$", "网址须以 /、https:// 或 http:// 开头，不能有空格。")
        ],
    )
    since = models.DateTimeField("显示时间", null=True, blank=True, help_text="不填则立即显示。")
    until = models.DateTimeField("撤下时间", null=True, blank=True, help_text="到时自动撤下。")
    mourning = models.BooleanField("哀悼模式", default=False, help_text="全站变为灰色，停止一切动态效果。")
    frozen = models.BooleanField("冻结发布", default=False, help_text="内容照常编辑，但不更新网站；紧急通知和哀悼模式不受影响。")
    reason = models.CharField("冻结原因", max_length=200, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="冻结人", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    frozen_at = models.DateTimeField("冻结时间", null=True, blank=True)

    class Meta(SiteRow.Meta):
        verbose_name = "紧急开关"
        verbose_name_plural = "紧急开关"

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        if self.text and not self.level:
            errors["level"] = "请选择通知级别。"
        if self.text and not self.until:
            errors["until"] = "请填写撤下时间：通知不能一直挂着。"
        if not self.text and (self.level or self.url or self.since or self.until):
            errors["text"] = "请填写通知内容；不发通知时，级别、网址和时间都不要填。"
        if self.since and self.until and self.until <= self.since:
            errors["until"] = "撤下时间须晚于显示时间。"
        if self.frozen and not self.reason:
            errors["reason"] = "请写明冻结发布的原因。"
        if errors:
            raise ValidationError(errors)

