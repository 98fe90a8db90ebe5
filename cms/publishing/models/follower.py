"""How those stand who show elsewhere what is on the mirrors, such as the search index."""

from django.db import models


class FollowerState(models.Model):
    """What stands in the way of a follower, in words; empty while nothing does."""

    name = models.CharField("名称", max_length=40, primary_key=True)
    label = models.CharField("显示名称", max_length=40)
    problem = models.TextField("问题", blank=True)
    since = models.DateTimeField("何时起")

    class Meta:
        verbose_name = "随发布更新的系统"
        verbose_name_plural = "随发布更新的系统"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.label}：{self.problem or '正常'}"
