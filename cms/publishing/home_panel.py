"""The line on the admin's first page that says whether everything is live."""

from typing import Any

from wagtail.admin.ui.components import Component

from cms.publishing.overview import followers, sites_overview
from cms.publishing.rights import rights_of


class PublishingPanel(Component):
    """How far the sites are that the user runs or looks after."""

    order = 40
    template_name = "publishing/home_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        rights = rights_of(parent_context["request"].user)
        sites = sites_overview(rights.sites) if rights else []
        return {
            "rights": rights, "sites": sites, "alone": len(sites) == 1, "incidents": sum(site.incidents for site in sites),
            "troubled": [each for each in followers() if each.problem] if rights else [],
            "quiet": all(site.tone == "live" for site in sites),
        }
