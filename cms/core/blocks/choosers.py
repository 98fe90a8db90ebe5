"""Blocks that choose an image or a file.

Wagtail's own load the admin with all its views when they are imported; these load it when a form is shown.
"""

from typing import Any

from django.utils.functional import cached_property
from wagtail.blocks import ChooserBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model


class ImageChooserBlock(ChooserBlock):
    """An image of the library."""

    @cached_property
    def target_model(self) -> Any:
        return get_image_model()

    @cached_property
    def widget(self) -> Any:
        from wagtail.images.widgets import AdminImageChooser

        return AdminImageChooser()

    def get_comparison_class(self) -> Any:
        from wagtail.images.blocks import ImageChooserBlockComparison

        return ImageChooserBlockComparison

    class Meta:
        icon = "image"


class DocumentChooserBlock(ChooserBlock):
    """A file of the library."""

    @cached_property
    def target_model(self) -> Any:
        return get_document_model()

    @cached_property
    def widget(self) -> Any:
        from wagtail.documents.widgets import AdminDocumentChooser

        return AdminDocumentChooser()

    class Meta:
        icon = "doc-full-inverse"
