from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "cms.disclosure"
    verbose_name = "政府信息公开"

    def ready(self) -> None:
        from cms.disclosure.exporter import DocumentExporter
        from cms.disclosure.validity import pages_that_turn
        from cms.export.registry import register
        from cms.publishing.days import register_turning

        register(DocumentExporter())
        register_turning("disclosure", pages_that_turn)
