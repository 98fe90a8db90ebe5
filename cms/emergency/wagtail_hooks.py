"""Emergency switches in the admin: their addresses, and the menu."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.core.site_rows import CLUSTER
from cms.publishing.switches import may_turn, scopes_of


class SwitchMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_turn(request.user, CLUSTER) or bool(scopes_of(request.user))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("switches/", include("cms.emergency.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return SwitchMenuItem("紧急开关", reverse("emergency:overview"), name="emergency", icon_name="warning", order=850)
