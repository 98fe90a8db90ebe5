"""How often was searched for what: counts by site and day, and nothing about who asked."""

from django.db import models


class QueryCount(models.Model):
    """What was searched for on a day from the pages of a site (empty: from none in particular)."""

    site = models.CharField("站点", max_length=20, blank=True)
    day = models.DateField("日期")
    text = models.CharField("搜索词", max_length=60)
    searches = models.PositiveIntegerField("搜索次数", default=0)
    without_results = models.PositiveIntegerField("无结果次数", default=0)
    clicks = models.PositiveIntegerField("点击次数", default=0)

    class Meta:
        verbose_name = "搜索统计"
        verbose_name_plural = "搜索统计"
        constraints = [models.UniqueConstraint(fields=["site", "day", "text"], name="one_count_a_query_and_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.site} {self.text}"


class ClickCount(models.Model):
    """How often a result was opened on a day by who had searched from the pages of a site."""

    site = models.CharField("站点", max_length=20, blank=True)
    day = models.DateField("日期")
    page = models.BigIntegerField("页面")
    clicks = models.PositiveIntegerField("点击次数", default=0)

    class Meta:
        verbose_name = "搜索点击统计"
        verbose_name_plural = "搜索点击统计"
        constraints = [models.UniqueConstraint(fields=["site", "day", "page"], name="one_count_a_page_and_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.site} {self.page}"
