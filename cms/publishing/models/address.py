"""Where pages are and were on the mirrors, and why one of them is no longer there.

None of these rows points at its page by a foreign key: what readers have bookmarked outlives the page.
"""

from django.conf import settings
from django.db import models


class PublishedAddress(models.Model):
    """Where a page or channel that readers can open is now. A page without a row is not published."""

    page_id = models.BigIntegerField("页面", primary_key=True)
    site = models.CharField("站点", max_length=20)
    path = models.CharField("地址", max_length=1000)

    class Meta:
        verbose_name = "当前地址"
        verbose_name_plural = "当前地址"

    def __str__(self) -> str:
        return f"{self.site} {self.path}"


class FormerAddress(models.Model):
    """Where a page was: readers who still come there are sent on, or told that it is gone."""

    site = models.CharField("站点", max_length=20)
    path = models.CharField("地址", max_length=1000)
    page_id = models.BigIntegerField("页面", db_index=True)
    since = models.DateTimeField("何时起")

    class Meta:
        verbose_name = "原地址"
        verbose_name_plural = "原地址"
        constraints = [models.UniqueConstraint(fields=["path", "site"], name="one_page_last_at_an_address")]

    def __str__(self) -> str:
        return f"{self.site} {self.path}"


class WithdrawalKind(models.TextChoices):
    GONE = "gone", "撤下（显示“页面已撤下”）"
    REPLACED = "replaced", "已被替代（跳转到新页面）"
    NOTICE = "notice", "撤下并显示说明"


class Withdrawal(models.Model):
    """How a page was taken off: a page that was merely unpublished or deleted has no row and counts as gone."""

    page_id = models.BigIntegerField("页面", primary_key=True)
    site = models.CharField("站点", max_length=20)
    kind = models.CharField("撤稿方式", max_length=10, choices=WithdrawalKind.choices, default=WithdrawalKind.GONE)
    title = models.CharField("标题", max_length=255)
    replacement_page = models.BigIntegerField("替代页面", null=True, blank=True, db_index=True)
    replacement_url = models.CharField("替代网址", max_length=500, blank=True)
    notice = models.TextField("说明文字", blank=True)
    reason = models.CharField("撤稿原因", max_length=200, blank=True)
    at = models.DateTimeField("撤稿时间", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "撤稿"
        verbose_name_plural = "撤稿"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_kind_display()}）"
