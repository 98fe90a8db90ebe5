from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "cms.articles"
    verbose_name = "文章"

    def ready(self) -> None:
        from cms.articles.exporter import ArticleExporter
        from cms.export.registry import register

        register(ArticleExporter())
