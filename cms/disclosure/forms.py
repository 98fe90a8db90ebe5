from django import forms

from cms.core.forms import ContentPageForm
from cms.disclosure.classifications import audience_choices


class DocumentForm(ContentPageForm):
    """The page form with the audiences as check boxes instead of raw JSON."""

    audiences = forms.MultipleChoiceField(
        label="服务对象分类", choices=audience_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
