from django.apps import AppConfig


class SiteBuilderConfig(AppConfig):
    name = "site_builder"
    label = "site_builder"
    verbose_name = "静态生成"

    def ready(self) -> None:
        from site_builder import checks  # noqa: F401  registers the system checks
