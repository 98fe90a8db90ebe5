"""Forms of the admin that hide what nobody should have to think about."""

from typing import Any

from django import forms
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from cms.core.slugs import free_slug

# What scripts of the admin ask of a form element. A field of the same name would be answered instead: with 公开方式 called
# `method`, no draft was saved by itself and publishing reported that the network had failed.
ATTRIBUTES = frozenset({"acceptCharset", "action", "elements", "encoding", "enctype", "length", "method", "reset", "submit", "target"})


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


class ContentPageForm(WagtailAdminPageForm):
    """The form of every content page: who names no source publishes as their own unit.

    A page without a source would keep its whole site from being published, because the page standard demands one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "source" in self.fields and not self.instance.pk and not self.instance.source:
            self.initial["source"] = self.own_source()

    def add_prefix(self, field_name: str) -> str:
        """Return the name of a field in HTML: its own, but none that an attribute of the form element has."""
        return str(super().add_prefix(f"{field_name}_" if field_name in ATTRIBUTES else field_name))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not str(cleaned.get("source") or "").strip():
            self.instance.source = cleaned["source"] = self.own_source()
        return cleaned

    def own_source(self) -> str:
        """Return the editor's unit, or who is responsible for the site."""
        organisation = getattr(self.for_user, "organisation", None)
        if organisation is not None:
            return str(organisation.name)
        site = self.parent_page.get_site() if self.parent_page is not None else None
        profile = getattr(site, "siteprofile", None)
        return str(profile.sponsor) if profile is not None else ""
