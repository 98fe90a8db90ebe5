from django.apps import AppConfig
from django.core.checks import register


class ExportConfig(AppConfig):
    name = "cms.export"
    label = "export"
    verbose_name = "导出"

    def ready(self) -> None:
        from cms.cluster.models import ChannelPage, HomePage
        from cms.export.checks import check_exporters
        from cms.export.registry import register_structural

        register_structural(HomePage, ChannelPage)
        register(check_exporters)
