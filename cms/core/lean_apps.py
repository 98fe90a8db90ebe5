"""Wagtail's image and document apps for a process that answers no requests.

Their own `ready` registers permissions, displays and an API, and loads a web framework for that: a quarter of a second.
"""

from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig


class LeanDocumentsConfig(WagtailDocsAppConfig):
    default = False

    def ready(self) -> None:
        """Register nothing: only the models are wanted."""


class LeanImagesConfig(WagtailImagesAppConfig):
    default = False

    def ready(self) -> None:
        """Register nothing: only the models are wanted."""
