"""The reminder on the admin's first page: documents that end soon, or have ended and are still marked otherwise."""

from typing import Any

from wagtail.admin.ui.components import Component

from cms.disclosure.cleanup import Reason, count_reasons
from cms.publishing.days import day_of_export
from cms.publishing.rights import rights_of


class CleanupPanel(Component):
    """What is due on the sites that the user runs or looks after; nothing, where nothing is."""

    order = 45
    template_name = "disclosure/cleanup_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        sites = rights_of(parent_context["request"].user).sites
        numbers = count_reasons(sites, day_of_export()) if sites else {}
        words = dict(Reason.choices)
        due = [{"reason": value, "words": words[value], "number": numbers[value]} for value in words if value in numbers]
        return {"due": due}
