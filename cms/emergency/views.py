"""The pages of the admin on which switches are turned: an overview, a form, and a confirmation before anything happens."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from cms.cluster.models import SiteProfile
from cms.core.site_rows import CLUSTER, Scope, scope_of, trail_of
from cms.emergency.forms import SwitchForm, effects
from cms.publishing.models import Switch
from cms.publishing.switches import may_turn, scopes_of, switch_of, turn_switch

APP = "emergency"


def scope_for(key: str, name: str = "") -> Scope:
    return scope_of(APP, switch_of(key), name)


def scopes_for(user: Any) -> list[Scope]:
    """Return what somebody may turn switches for."""
    names = dict(SiteProfile.objects.values_list("key", "name"))
    cluster = [scope_for(CLUSTER)] if may_turn(user, CLUSTER) else []
    return cluster + [scope_for(key, names[key]) for key in scopes_of(user)]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    scopes = scopes_for(request.user)
    if not scopes:
        raise PermissionDenied
    # A site's webmaster sees what is switched on for all, without being able to turn it.
    cluster = None if may_turn(request.user, CLUSTER) else switch_of(CLUSTER)
    return TemplateResponse(request, "emergency/overview.html", {"scopes": scopes, "cluster": cluster, **trail()})


@require_http_methods(["GET", "HEAD", "POST"])
def turn(request: HttpRequest, key: str = CLUSTER) -> HttpResponse:
    """Show the form; then what it would do; then, when that is confirmed, do it."""
    # Whether a site exists is nobody's business who may not turn its switch.
    if not may_turn(request.user, key):
        raise PermissionDenied
    name = SiteProfile.objects.get(key=key).name if key else ""
    scope, before = scope_for(key, name), switch_of(key)
    form = SwitchForm(request.POST or None, instance=scope.row)
    context = {"scope": scope, "form": form, **trail(scope.name)}
    if request.method != "POST" or not form.is_valid() or "back" in request.POST:
        return TemplateResponse(request, "emergency/form.html", context)
    changes = effects(before, form.instance)
    if not changes:
        messages.info(request, "没有改动。")
        return redirect("emergency:overview")
    if request.POST.get("seen") != seen(before):
        if "seen" in request.POST:
            messages.warning(request, "确认之前，开关刚被别人改动过；请再看一遍。")
        # The form goes along hidden; it is checked again when it comes back.
        return TemplateResponse(
            request, "emergency/confirm.html",
            {**context, "changes": changes, "seen": seen(before), "count": SiteProfile.objects.count() if not key else 1},
        )
    turn_switch(form.instance, by=request.user)
    messages.success(request, f"{scope.name}：紧急开关已改动，几秒内在网站上生效。")
    return redirect("emergency:overview")


def seen(switch: Switch) -> str:
    """Return what stands for the state of a switch that somebody has looked at."""
    return switch.changed_at.isoformat() if switch.changed_at else "new"


def trail(*names: str) -> dict[str, Any]:
    return trail_of(APP, "紧急开关", "warning", *names)
