from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "cms.services"
    verbose_name = "办事服务"
