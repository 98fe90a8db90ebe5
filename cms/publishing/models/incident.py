"""Files of a mirror that somebody else altered."""

from django.conf import settings
from django.db import models


class Tampering(models.TextChoices):
    CHANGED = "changed", "被改动"
    DELETED = "deleted", "被删除"
    ADDED = "added", "被添加"


class Incident(models.Model):
    """A file that was not as the signed manifest says; digests are sha256 in hex, empty where there was no file."""

    site = models.CharField("站点", max_length=20)
    path = models.CharField("路径", max_length=500)
    kind = models.CharField("情况", max_length=10, choices=Tampering.choices)
    expected = models.CharField("应有摘要", max_length=64, blank=True)
    found = models.CharField("实际摘要", max_length=64, blank=True)
    found_at = models.DateTimeField("发现时间")
    restored_at = models.DateTimeField("恢复时间", null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="确认人", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = "篡改事件"
        verbose_name_plural = "篡改事件"
        ordering = ["-id"]
        indexes = [models.Index(fields=["site", "-id"])]

    def __str__(self) -> str:
        return f"{self.site} {self.path} {self.get_kind_display()}"
