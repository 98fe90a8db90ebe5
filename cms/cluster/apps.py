from django.apps import AppConfig


class ClusterConfig(AppConfig):
    name = "cms.cluster"
    verbose_name = "网站群"

    def ready(self) -> None:
        from cms.cluster import checks  # noqa: F401  registers the system check
