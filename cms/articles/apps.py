from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "cms.articles"
    verbose_name = "文章"
