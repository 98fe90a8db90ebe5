"""The admin made plain: the first button publishes, no link leaves for a foreign site, dates stay as typed, nothing glides unasked."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from cms.core import dates

dates.register()  # here and not when the process starts: a build needs no forms


@hooks.register("construct_page_action_menu")
def put_publish_first(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    # Who may publish mostly wants to; who may not finds "submit for review" there.
    for name in ("action-submit", "action-publish"):
        for item in [item for item in menu_items if item.name == name]:
            menu_items.remove(item)
            menu_items.insert(0, item)


@hooks.register("construct_help_menu")
def remove_foreign_links(request: Any, menu_items: list[Any]) -> None:
    menu_items[:] = [item for item in menu_items if not str(item.url).startswith("http")]


@hooks.register("insert_global_admin_css")
def add_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("core/admin.css"))
