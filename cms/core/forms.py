"""Forms of the admin that hide what nobody should have to think about."""

from typing import Any

from django import forms
from wagtail.admin.forms.pages import CopyForm

from cms.core.slugs import free_slug


class PageCopyForm(CopyForm):
    """Wagtail's form for copying a page, without the slug: the copy gets one of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_slug"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        parent = self.cleaned_data.get("new_parent_page") or self.page.get_parent()
        self.cleaned_data["new_slug"] = free_slug(self.page.specific.make_slug(), parent)
        cleaned: dict[str, Any] = super().clean()
        return cleaned
