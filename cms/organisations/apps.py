from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "cms.organisations"
    verbose_name = "机构与领导"
