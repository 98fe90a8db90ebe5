from django.apps import AppConfig


class ExportConfig(AppConfig):
    name = "cms.export"
    label = "export"
    verbose_name = "导出"
