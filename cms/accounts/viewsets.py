from typing import Any

from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from cms.accounts.forms import UserCreationForm, UserEditForm


class UserViewSet(WagtailUserViewSet):
    """Wagtail's views on staff accounts with our two forms."""

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return UserEditForm if for_update else UserCreationForm
