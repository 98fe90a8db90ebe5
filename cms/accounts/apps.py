from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    verbose_name = "账号"


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with our forms."""

    default = False
    user_viewset = "cms.accounts.viewsets.UserViewSet"
