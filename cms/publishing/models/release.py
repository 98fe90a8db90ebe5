"""What became of each attempt to publish a site."""

from django.db import models


class Outcome(models.TextChoices):
    LIVE = "live", "已上线"
    FAILED = "failed", "失败"
    REFUSED = "refused", "已拦截"  # the plan would have deleted too much


class Release(models.Model):
    """One attempt to bring a site's mirror up to a change; only attempts that had something to do are written down."""

    site = models.CharField("站点", max_length=20)
    change = models.BigIntegerField("变更序号")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    message = models.TextField("说明", blank=True)
    started = models.DateTimeField("开始")
    finished = models.DateTimeField("结束")
    rendered = models.PositiveIntegerField("生成", default=0)
    written = models.PositiveIntegerField("写入", default=0)
    deleted = models.PositiveIntegerField("删除", default=0)
    bytes = models.BigIntegerField("字节", default=0)

    class Meta:
        verbose_name = "发布记录"
        verbose_name_plural = "发布记录"
        ordering = ["-id"]
        indexes = [models.Index(fields=["site", "-id"]), models.Index(fields=["site", "outcome", "change"])]

    def __str__(self) -> str:
        return f"{self.site} {self.change} {self.get_outcome_display()}"

    @property
    def seconds(self) -> float:
        return (self.finished - self.started).total_seconds()


class Failure(models.Model):
    """A file that could not be made in a release that failed; `page` is the id of its page or channel, if it has one."""

    release = models.ForeignKey(Release, verbose_name="发布记录", on_delete=models.CASCADE, related_name="failures")
    path = models.CharField("路径", max_length=300)
    page = models.BigIntegerField("页面", null=True, blank=True, db_index=True)
    cause = models.TextField("原因")

    class Meta:
        verbose_name = "生成失败"
        verbose_name_plural = "生成失败"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.path}：{self.cause}"
