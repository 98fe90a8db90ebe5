"""Staff accounts and the organisations (单位) they belong to."""

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from wagtail.search import index


class Organisation(index.Indexed, models.Model):
    """An organisation that publishes; `code` is the front part of its index numbers."""

    key = models.SlugField("标识", unique=True, help_text="英文字母、数字和连字符，确定后不要更改。")
    name = models.CharField("规范全称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=50)
    code = models.CharField(
        "机构代码", max_length=20, unique=True,
        validators=[RegexValidator(r"^[0-9A-Z]{9,18}$", "机构代码为 9 至 18 位大写字母或数字。")],
        help_text="索引号的前段码，例如 111405JC00100。",
    )
    site_key = models.CharField("所属站点", max_length=20, blank=True, help_text="站点标识，例如 portal、gaoping。")
    order = models.PositiveIntegerField("排序", default=0)

    search_fields = [
        index.SearchField("name"), index.AutocompleteField("name"), index.AutocompleteField("short_name"),
        index.FilterField("site_key"),
    ]

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A member of staff; Chinese names are one field."""

    name = models.CharField("姓名", max_length=50, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", null=True, blank=True, on_delete=models.SET_NULL, related_name="users"
    )

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
