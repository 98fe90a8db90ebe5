from django.apps import AppConfig


class SearchWordsConfig(AppConfig):
    name = "cms.search_words"
    label = "search_words"
    verbose_name = "检索词"
