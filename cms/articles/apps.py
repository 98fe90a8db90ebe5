from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "cms.articles"
    verbose_name = "文章"

    def ready(self) -> None:
        from cms.articles.exporter import ArticleExporter
        from cms.articles.gallery_exporter import GalleryExporter
        from cms.articles.topic_exporter import TopicExporter
        from cms.export.registry import register

        register(ArticleExporter())
        register(TopicExporter())
        register(GalleryExporter())
