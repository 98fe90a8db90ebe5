"""The forms for staff accounts: one field for the name, the organisation; and logging in."""

from typing import Any

from django import forms
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm, UserEditForm as WagtailUserEditForm

from cms.accounts.models import Organisation, User

FIELDS = {"username", "name", "email", "organisation", "is_active", "is_superuser", "groups"}


class StaffFields(forms.Form):
    """What both forms share; `None` removes Wagtail's Western name fields."""

    name = forms.CharField(label="姓名", max_length=50)
    organisation = forms.ModelChoiceField(
        label="单位", queryset=Organisation.objects.all(), required=False, empty_label="（未指定）"
    )
    email = forms.EmailField(label="电子邮箱", required=False)
    first_name = None
    last_name = None


class UserCreationForm(StaffFields, WagtailUserCreationForm):
    class Meta(WagtailUserCreationForm.Meta):
        model = User
        fields = FIELDS - {"is_active"}


class UserEditForm(StaffFields, WagtailUserEditForm):
    class Meta(WagtailUserEditForm.Meta):
        model = User
        fields = FIELDS


class LoginForm(WagtailLoginForm):
    """Wagtail's, whose label of the password comes from the field's English name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "密码"
