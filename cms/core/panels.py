"""The panels of the admin's forms, by name only.

Models say what their forms look like; the forms themselves come with the admin, and a process that only exports must not
load it. Wagtail has placeholders for this, and puts the real panels in their place when a form is made.
"""

from collections.abc import Sequence
from typing import Any

from wagtail.models import PanelPlaceholder


def tabs(*named: tuple[str, Sequence[Any]], **options: Any) -> Any:
    """Return the panels of a form in tabs, each with its heading; needs the admin."""
    from wagtail.admin.panels import ObjectList, TabbedInterface

    return TabbedInterface([ObjectList(panels, heading=heading) for heading, panels in named if panels], **options)


class _Named(PanelPlaceholder):
    """A panel of `wagtail.admin.panels` that is called like the class."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(f"wagtail.admin.panels.{type(self).__name__}", args, kwargs)


class TitlePanel(PanelPlaceholder):
    """The field with the title, in large letters."""

    def __init__(self) -> None:
        super().__init__("cms.core.title_panel.TitlePanel", ["title"], {})


class FieldPanel(_Named):
    """The field with this name."""


class FieldRowPanel(_Named):
    """Panels side by side."""


class MultiFieldPanel(_Named):
    """Panels under a heading."""


class InlinePanel(_Named):
    """A list of related objects."""


class PageChooserPanel(_Named):
    """A page to choose, of these types."""


class PublishingPanel(_Named):
    """When a page is published and withdrawn."""
