from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    name = "cms.emergency"
    label = "emergency"
    verbose_name = "紧急开关"
