"""The dashboard 发布情况: what waits, who publishes, what went wrong, and orders to the publisher."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.publishing import overview
from cms.publishing.models import Incident, Order, OrderKind
from cms.publishing.rights import Rights, rights_of

ADDRESS = "publishing_desk"


def for_those_who_may_look(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the user's rights, and turn away who has none."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rights = rights_of(request.user)
        if not rights:
            raise PermissionDenied
        return view(request, *args, rights=rights, **kwargs)

    return guarded


@transaction.non_atomic_requests
@never_cache
@require_safe
@for_those_who_may_look
def desk(request: HttpRequest, *, rights: Rights) -> HttpResponse:
    context = {
        **overview_of(request, rights), "header_title": "发布情况", "kinds": OrderKind, "header_icon": "site",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "首页"}, {"url": "", "label": "发布情况"},
        ],
        "choices": [(key, name) for key, name in rights.sites.items() if rights.may_order(key)],
    }
    return render(request, "publishing/desk.html", context)


@transaction.non_atomic_requests
@never_cache
@require_safe
@for_those_who_may_look
def desk_part(request: HttpRequest, *, rights: Rights) -> HttpResponse:
    """Answer the part of the dashboard that refreshes itself."""
    return render(request, "publishing/desk_part.html", overview_of(request, rights))


def overview_of(request: HttpRequest, rights: Rights) -> dict[str, Any]:
    releases = overview.releases(rights.sites)
    return {
        "rights": rights, "sites": overview.sites_overview(rights.sites), "releases": releases, "bars": overview.bars(releases),
        "publishers": overview.publishers(), "errors": overview.errors(rights.sites, request.user),
        "incidents": overview.incidents(rights.sites), "orders": overview.orders(rights.sites, cluster=rights.cluster),
        "names": rights.sites, "followers": overview.followers(),
    }


@require_POST
@for_those_who_may_look
def give_order(request: HttpRequest, *, rights: Rights) -> HttpResponse:
    """Write an order down for the publisher; making everything anew is asked back first."""
    kind, site = request.POST.get("kind", ""), request.POST.get("site", "")
    if kind not in OrderKind.values or not rights.may_order(site):
        raise PermissionDenied
    chosen: Any = OrderKind(kind)
    place = rights.sites[site] if site else "全部站点"
    if chosen == OrderKind.REBUILD and "confirmed" not in request.POST:
        title = f"{chosen.label}：{place}"
        context = {
            "kind": chosen, "site": site, "place": place, "header_title": title, "header_icon": "rotate",
            "breadcrumbs_items": [{"url": reverse(ADDRESS), "label": "发布情况"}, {"url": "", "label": title}],
        }
        return render(request, "publishing/confirm_rebuild.html", context)
    if Order.objects.filter(kind=chosen, site=site, finished_at=None).exists():
        messages.warning(request, f"{place}已有一项“{chosen.label}”任务没有完成，不必重复提交。")
    else:
        Order.objects.create(kind=chosen, site=site, by=request.user)
        messages.success(request, f"已提交任务：{place}，{chosen.label}。发布程序将在几秒内开始。")
    return redirect(ADDRESS)


@require_POST
@for_those_who_may_look
def confirm_incident(request: HttpRequest, number: int, *, rights: Rights) -> HttpResponse:
    """Note who took notice of an incident; the first one stays."""
    incident = get_object_or_404(Incident, pk=number)
    if not rights.may_order(incident.site):
        raise PermissionDenied
    Incident.objects.filter(pk=number, seen_at=None).update(seen_by=request.user, seen_at=timezone.now())
    return redirect(ADDRESS)
