from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from cms.disclosure.classifications import audience_choices


class DocumentForm(WagtailAdminPageForm):
    """The page form with the audiences as check boxes instead of raw JSON."""

    audiences = forms.MultipleChoiceField(
        label="服务对象分类", choices=audience_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
