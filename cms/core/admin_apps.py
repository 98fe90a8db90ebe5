"""Wagtail's documents, pictures and snippets with all that its admin needs, and without its API v3.

Nothing routes to that API: ours is `cms.api`. Their own `ready` build it all the same, schemas and routes for every model, and look
for every hook on the way: more than half of the time that a command takes to start. What else they do is repeated here; a test
compares, so that a newer Wagtail shows itself.
"""

from django.db.models import ForeignKey
from django.db.models.signals import post_migrate
from wagtail import documents, images
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig


class DocumentsConfig(WagtailDocsAppConfig):
    default = False

    def ready(self) -> None:
        from wagtail.admin.ui.fields import register_display_class
        from wagtail.documents.components import DocumentDisplay
        from wagtail.documents.signal_handlers import register_signal_handlers
        from wagtail.models.reference_index import ReferenceIndex
        from wagtail.permissions import register_permission_policy

        Document = documents.get_document_model()
        register_permission_policy(Document, documents.get_permission_policy())
        register_signal_handlers()
        register_display_class(ForeignKey, to=Document, display_class=DocumentDisplay)
        ReferenceIndex.register_model(Document)


class ImagesConfig(WagtailImagesAppConfig):
    default = False

    def ready(self) -> None:
        from wagtail.admin.compare import register_comparison_class
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.ui.fields import register_display_class
        from wagtail.images.components import ImageDisplay
        from wagtail.images.edit_handlers import ImageFieldComparison
        from wagtail.images.signal_handlers import register_signal_handlers
        from wagtail.images.widgets import AdminImageChooser
        from wagtail.models.reference_index import ReferenceIndex
        from wagtail.permissions import register_permission_policy

        Image = images.get_image_model()
        register_permission_policy(Image, images.get_permission_policy())
        register_signal_handlers()
        register_form_field_override(ForeignKey, to=Image, override={"widget": AdminImageChooser})
        register_comparison_class(ForeignKey, to=Image, comparison_class=ImageFieldComparison)
        register_display_class(ForeignKey, to=Image, display_class=ImageDisplay)
        ReferenceIndex.register_model(Image)


class SnippetsConfig(WagtailSnippetsAppConfig):
    default = False

    def ready(self) -> None:
        from wagtail.snippets.models import create_extra_permissions, register_deferred_snippets

        register_deferred_snippets()
        post_migrate.connect(create_extra_permissions, sender=self)
