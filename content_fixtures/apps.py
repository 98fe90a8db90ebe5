from django.apps import AppConfig


class ContentFixturesConfig(AppConfig):
    name = "content_fixtures"
    verbose_name = "演示内容"
