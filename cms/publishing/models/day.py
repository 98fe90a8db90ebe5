"""How far the calendar is, as the Change feed has told it."""

from django.db import models


class AnnouncedDay(models.Model):
    """The day of which the feed has last told what begins and ends with it: one row, written with those facts."""

    day = models.DateField("日期")

    class Meta:
        verbose_name = "已处理到的日期"
        verbose_name_plural = "已处理到的日期"

    def __str__(self) -> str:
        return self.day.isoformat()
