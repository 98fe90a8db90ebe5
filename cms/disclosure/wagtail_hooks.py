"""The disclosure catalogue in the admin: reports, the reminder on the first page, and what the form asks."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.disclosure.expiry_view import propose_expiry
from cms.disclosure.home_panel import CleanupPanel
from cms.disclosure.reports import CATALOGUE, CLEANUP, CatalogueReport, CleanupReport
from cms.publishing.rights import rights_of


class CleanupMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(rights_of(request.user).sites)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    found = [path("disclosure/expiry/", propose_expiry, name="disclosure_expiry")]
    for name, place, view in (
        (CLEANUP, "reports/disclosure-cleanup/", CleanupReport), (CATALOGUE, "reports/disclosure-catalogue/", CatalogueReport),
    ):
        # A long download must not keep writers of SQLite waiting.
        found.append(path(place, transaction.non_atomic_requests(view.as_view()), name=name))
        results = transaction.non_atomic_requests(view.as_view(results_only=True))
        found.append(path(f"{place}results/", results, name=f"{name}_results"))
    return found


@hooks.register("register_reports_menu_item")
def register_cleanup() -> MenuItem:
    return CleanupMenuItem("文件清理目录", reverse(CLEANUP), name="disclosure-cleanup", icon_name="time", order=510)


@hooks.register("register_reports_menu_item")
def register_catalogue() -> MenuItem:
    return MenuItem("政府信息公开目录", reverse(CATALOGUE), name="disclosure-catalogue", icon_name="list-ul", order=500)


@hooks.register("construct_homepage_panels")
def add_home_panel(request: Any, panels: list[Any]) -> None:
    panels.append(CleanupPanel())


@hooks.register("insert_global_admin_css")
def add_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("disclosure/report.css"))
