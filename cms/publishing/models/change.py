"""The Change feed: append-only, numbered facts, inserted in the transaction of what they report."""

from django.conf import settings
from django.db import models


class Action(models.TextChoices):
    PUBLISH = "publish", "发布"
    WITHDRAW = "withdraw", "撤下"
    CHANGE = "change", "修改"


class Change(models.Model):
    """One fact. A consumer remembers the number of the last one it took over.

    `object_key` is the key of a record (`content:417`, `channel:12`, `site:portal`, `home:portal`), or `everything`
    where what it touches cannot be told cheaply (a picture, a file, a unit's name, a host).
    """

    number = models.BigAutoField("序号", primary_key=True)
    site = models.CharField("站点", max_length=20, blank=True)
    kind = models.CharField("种类", max_length=20)
    object_key = models.CharField("对象", max_length=60)
    action = models.CharField("动作", max_length=10, choices=Action.choices)
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cause = models.CharField("原因", max_length=100, blank=True)

    class Meta:
        verbose_name = "发布变更"
        verbose_name_plural = "发布变更"
        ordering = ["number"]
        indexes = [models.Index(fields=["site", "number"]), models.Index(fields=["object_key", "-number"])]

    def __str__(self) -> str:
        return f"{self.number} {self.get_action_display()} {self.object_key}"
