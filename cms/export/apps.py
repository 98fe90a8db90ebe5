from django.apps import AppConfig


class ExportConfig(AppConfig):
    name = "cms.export"
    label = "export"
    verbose_name = "导出"

    def ready(self) -> None:
        from cms.cluster.models import ChannelPage, HomePage
        from cms.export.registry import register_structural

        register_structural(HomePage, ChannelPage)
