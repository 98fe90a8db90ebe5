"""The dashboard's shortest way to a new article: the channels that the editor writes for."""

from typing import Any

from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.accounts.models import User
from cms.cluster.models import ChannelPage, ListStyle

SHOWN = 8
FOR_ARTICLES = (ListStyle.TITLES, ListStyle.SUMMARIES, ListStyle.CARDS)


class WritePanel(Component):
    """Buttons that open a new article in a channel."""

    order = 50
    template_name = "articles/write_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {"channels": channels_for(parent_context["request"].user)}


def channels_for(user: User) -> list[ChannelPage]:
    """Return the channels for which the user wrote last, or the first ones that the user may write for."""
    channels = PagePermissionPolicy(ChannelPage).instances_user_has_permission_for(user, "add").filter(live=True)
    latest = Page.objects.filter(owner=user).order_by("-latest_revision_created_at").values_list("path", flat=True)
    parents = list(dict.fromkeys(path[:-Page.steplen] for path in latest[:100]))
    recent = sorted(channels.filter(path__in=parents), key=lambda channel: parents.index(channel.path))
    return recent[:SHOWN] or list(channels.filter(list_style__in=FOR_ARTICLES).order_by("path")[:SHOWN])


@hooks.register("construct_homepage_panels")
def add_write_panel(request: Any, panels: list[Component]) -> None:
    panels.append(WritePanel())
