"""What is set for one site, or for the whole cluster: a row for each, who changed it when, and the list of them in the admin."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.urls import reverse

CLUSTER, WHOLE = "", "整个网站群"


class SiteRow(models.Model):
    """A row for each site that has one, and for the whole cluster where `site` is empty."""

    site = models.CharField("站点", max_length=20, unique=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        abstract = True
        ordering = ["site"]

    def __str__(self) -> str:
        return self.site or WHOLE


class Scope(NamedTuple):
    """What a row holds for, and where it is changed. `core/site_rows.html` lists them."""

    name: str
    url: str
    row: Any


def scope_of(app: str, row: SiteRow, name: str = "") -> Scope:
    """Return the scope of a row, whose page is `site` or `cluster` among the app's addresses."""
    url = reverse(f"{app}:site", args=[row.site]) if row.site else reverse(f"{app}:cluster")
    return Scope(name or WHOLE, url, row)


def trail_of(app: str, label: str, icon: str, *names: str) -> dict[str, Any]:
    """Return title and breadcrumb of the app's list, or of the page of one scope below it."""
    items = [{"url": reverse("wagtailadmin_home"), "label": "首页"}, {"url": reverse(f"{app}:overview"), "label": label}]
    title = "：".join([label, *names])
    shown = [{"url": "", "label": title}] if names else []
    return {"header_title": title, "header_icon": icon, "breadcrumbs_items": [*items, *shown]}
