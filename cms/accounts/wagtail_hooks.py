"""Organisations in the admin."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.accounts.choosing import SEARCHED, UnitChooserViewSet
from cms.accounts.models import Organisation


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_label = "单位"
    menu_order = 300
    add_to_admin_menu = True
    list_display = ("name", "short_name", "code", "site_key")
    list_filter = ("site_key",)
    search_backend_name = None  # the database looks through the names: Wagtail's index does not find parts of Chinese ones
    search_fields = SEARCHED
    chooser_viewset_class = UnitChooserViewSet
    panels = [FieldPanel(name) for name in ("name", "short_name", "key", "code", "site_key", "order")]


register_snippet(OrganisationViewSet)
