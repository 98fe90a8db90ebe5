"""Who publishes, and how far each site is: the rows through which publishers on several machines share the sites."""

from django.db import models


class Publisher(models.Model):
    """A publisher that runs or ran. `name` is that of its state folder, which one process at a time holds.

    `beat` rises while the process lives. Whether it still does is judged by whether the number moves, on the clock of
    whoever watches: clocks of several machines differ, and may be set back. `seen` is for people only.
    """

    name = models.CharField("名称", max_length=40, primary_key=True)
    host = models.CharField("主机", max_length=100)
    started = models.DateTimeField("启动时间")
    seen = models.DateTimeField("最近活动")
    beat = models.BigIntegerField("心跳", default=0)

    class Meta:
        verbose_name = "发布进程"
        verbose_name_plural = "发布进程"

    def __str__(self) -> str:
        return f"{self.host}（{self.name}）"


class Stage(models.TextChoices):
    IDLE = "idle", "空闲"
    BUILDING = "building", "正在生成"
    UPLOADING = "uploading", "正在更新镜像"


class SiteState(models.Model):
    """How far the mirror of a site is: the last change that it shows, and who publishes it now.

    `root` is the sha256 of the root of its manifest, in hex. `taken` is the change that is being worked on.
    """

    site = models.CharField("站点", max_length=20, primary_key=True)
    holder = models.ForeignKey(
        Publisher, verbose_name="发布进程", null=True, blank=True, on_delete=models.SET_NULL, related_name="sites"
    )
    term = models.BigIntegerField("任期", default=0)
    stage = models.CharField("阶段", max_length=10, choices=Stage.choices, default=Stage.IDLE)
    taken = models.BigIntegerField("正在处理的变更", default=0)
    change = models.BigIntegerField("已上线的变更", default=0)
    root = models.CharField("清单摘要", max_length=64, blank=True)
    live_since = models.DateTimeField("上线时间", null=True, blank=True)

    class Meta:
        verbose_name = "站点发布状态"
        verbose_name_plural = "站点发布状态"
        ordering = ["site"]

    def __str__(self) -> str:
        return f"{self.site} {self.change}"
