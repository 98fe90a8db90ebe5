"""What was searched for, as webmasters see it in the admin."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.export.search_words import export_search_words
from cms.publishing.rights import Rights, rights_of
from search.statistics import report

PERIODS = {"1": "今天", "7": "最近 7 天", "30": "最近 30 天", "365": "最近一年"}
DEFAULT = "30"
NOWHERE = "全网检索"  # searches that came from no site's pages
TITLE = "搜索统计"


@transaction.non_atomic_requests
@require_safe
def search_report(request: HttpRequest) -> HttpResponse:
    rights = rights_of(request.user)
    if not rights:
        raise PermissionDenied
    names: dict[str, str] = {**rights.sites, **({"-": NOWHERE} if rights.cluster else {})}
    chosen = request.GET.get("site", "")
    sites = [chosen] if chosen in names else list(names)
    period = request.GET.get("days", DEFAULT)
    period = period if period in PERIODS else DEFAULT
    since = timezone.localdate() - timedelta(days=int(period) - 1)
    context: dict[str, Any] = {
        "report": report(["" if key == "-" else key for key in sites], since), "names": names, "site": chosen, "period": period,
        "periods": PERIODS, "header_title": TITLE, "header_icon": "search",
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": "首页"}, {"url": "", "label": TITLE}],
        **_hot(rights, sites),
    }
    return TemplateResponse(request, "search/report.html", context)


def _hot(rights: Rights, sites: list[str]) -> dict[str, Any]:
    """Return where a query of the report becomes a hot one, and which are: of the one site, or of the cluster for several.

    Nothing for who may not edit those words.
    """
    site = sites[0] if len(sites) == 1 and sites[0] != "-" else ""
    if not rights.may_order(site):
        return {}
    address = reverse("search_words:site_hot", args=[site]) if site else reverse("search_words:cluster_hot")
    name = rights.sites[site] if site else "整个网站群"
    return {
        "hot_address": address, "hot_of": name, "hot": next((words.hot for words in export_search_words() if words.site == site), ()),
    }
