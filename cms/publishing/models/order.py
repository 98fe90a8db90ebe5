"""What staff ask of the publisher: it is the one that touches mirrors, never a request."""

from django.conf import settings
from django.db import models


class OrderKind(models.TextChoices):
    REBUILD = "rebuild", "全部重新生成"
    VERIFY = "verify", "校验镜像"
    RECONCILE = "reconcile", "与数据库核对"


class Order(models.Model):
    """Something to be done once for a site, or for all of them where `site` is empty."""

    kind = models.CharField("任务", max_length=10, choices=OrderKind.choices)
    site = models.CharField("站点", max_length=20, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField("提交时间", auto_now_add=True)
    taken_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)
    ok = models.BooleanField("成功", null=True)
    result = models.TextField("结果", blank=True)

    class Meta:
        verbose_name = "发布任务"
        verbose_name_plural = "发布任务"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.site or '全部站点'}"
