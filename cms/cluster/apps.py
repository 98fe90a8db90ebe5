from django.apps import AppConfig


class ClusterConfig(AppConfig):
    name = "cms.cluster"
    verbose_name = "网站群"
