from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "cms.services"
    verbose_name = "办事服务"

    def ready(self) -> None:
        from cms.export.registry import register
        from cms.services.exporter import GuideExporter

        register(GuideExporter())
