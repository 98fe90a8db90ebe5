"""The title in the page editor."""

from typing import Any

from wagtail.admin.panels import TitleFieldPanel


class TitlePanel(TitleFieldPanel):
    """Wagtail's, without the script that keeps a slug in step: slugs fill themselves, and a script without a slug's field
    fails in the browser at every key."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self) -> dict[str, Any]:
            placeholder = self.get_placeholder()
            return {"placeholder": placeholder} if placeholder else {}
