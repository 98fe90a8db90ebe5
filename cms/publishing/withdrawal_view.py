"""The page of the admin on which a page is withdrawn."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from cms.publishing.models import PublishedAddress, Withdrawal
from cms.publishing.withdraw import may_withdraw, withdraw
from cms.publishing.withdrawal_form import WithdrawalForm

FIELDS = ("kind", "replacement_page", "replacement_url", "notice", "reason")


def withdraw_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask how a page is to be withdrawn, and do it."""
    page = get_object_or_404(Page, pk=page_id)
    if not may_withdraw(page, request.user):
        raise PermissionDenied
    back = get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    form = WithdrawalForm(request.POST or None, page=page, initial=_chosen_before(page))
    if request.method == "POST" and form.is_valid():
        count = withdraw(page, form.choice(), request.user)
        others = f"，连同另外 {count - 1} 个页面" if count > 1 else ""
        # Beside this button the script shows when the page is off the mirror.
        edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), "编辑")
        messages.success(request, f"“{page.title}”已撤稿{others}。", buttons=[edit])
        return redirect(back)
    below = PublishedAddress.objects.filter(pk__in=page.get_descendants().values("pk")).count()
    aliases = page.aliases.filter(live=True).count()
    context = {
        "page": page, "form": form, "back": back, "below": below, "aliases": aliases,
        "header_title": f"撤稿：{page.title}", "header_icon": "no-view", "breadcrumbs_items": _trail(page),
    }
    return render(request, "publishing/withdraw.html", context)


def _trail(page: Page) -> list[dict[str, str]]:
    """Return the way to the form: the channel, the page."""
    parent = page.get_parent()
    return [
        {"url": reverse("wagtailadmin_explore", args=[parent.pk]), "label": parent.get_admin_display_title()},
        {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()},
        {"url": "", "label": f"撤稿：{page.get_admin_display_title()}"},
    ]


def _chosen_before(page: Page) -> dict[str, Any]:
    """Return what was chosen for a page that is withdrawn already."""
    return Withdrawal.objects.filter(pk=page.pk).values(*FIELDS).first() or {}
