from django.db import models


class IndexNumberSequence(models.Model):
    """The last serial given out for an organisation's code in a year; rows are never deleted."""

    code = models.CharField("机构代码", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后的流水号", default=0)

    class Meta:
        verbose_name = "索引号流水"
        verbose_name_plural = "索引号流水"
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="one_sequence_per_code_and_year")]

    def __str__(self) -> str:
        return f"{self.code}/{self.year}-{self.last:05d}"
