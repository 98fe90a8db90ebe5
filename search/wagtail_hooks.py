"""Statistics of searches in the admin: their address, and the menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.publishing.rights import rights_of
from search.report_view import TITLE, search_report


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(rights_of(request.user))


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    return [path("search-report/", search_report, name="search_report")]


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return ReportMenuItem(TITLE, reverse("search_report"), name="search-report", icon_name="search", order=1300)
