from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "cms.organisations"
    verbose_name = "机构与领导"

    def ready(self) -> None:
        from cms.export.registry import register
        from cms.organisations.exporter import LeaderExporter, OrganisationExporter

        register(OrganisationExporter())
        register(LeaderExporter())
