"""Publishing in the admin: the dashboard, the line on the first page, and the marks that say where a page is."""

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.publishing import (  # noqa: F401 - the last two register themselves
    admin_urls,
    schedule_hooks,
    withdrawal_hooks,
)
from cms.publishing.home_panel import PublishingPanel
from cms.publishing.rights import rights_of

SCRIPTS = {"states": "async", "impact": "defer", "refresh": "defer"}


class DeskMenuItem(MenuItem):
    """Shown to those who may look at publishing."""

    def is_shown(self, request: Any) -> bool:
        return bool(rights_of(request.user))


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    return admin_urls.urlpatterns


@hooks.register("register_admin_menu_item")
def register_desk() -> MenuItem:
    return DeskMenuItem("发布情况", reverse("publishing_desk"), name="publishing", icon_name="site", order=250)


@hooks.register("construct_homepage_panels")
def add_home_panel(request: Any, panels: list[Any]) -> None:
    panels.append(PublishingPanel())


@hooks.register("insert_global_admin_css")
def add_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("publishing/publishing.css"))


@hooks.register("insert_global_admin_css")  # with the styles in the head, before the admin's own scripts
def add_scripts() -> SafeString:
    addresses = format_html(
        'data-states="{}" data-impact="{}"', reverse("publishing_states"), reverse("publishing_impact", args=[0])
    )
    scripts = ((static(f"publishing/{name}.js"), addresses, when) for name, when in SCRIPTS.items())
    return format_html_join("\n", '<script src="{}" {} {}></script>', scripts)
