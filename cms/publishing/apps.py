from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "cms.publishing"
    label = "publishing"
    verbose_name = "发布"

    def ready(self) -> None:
        from cms.publishing import signal_handlers

        signal_handlers.connect()
