from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "cms.disclosure"
    verbose_name = "政府信息公开"

    def ready(self) -> None:
        from cms.disclosure.exporter import DocumentExporter
        from cms.export.registry import register

        register(DocumentExporter())
