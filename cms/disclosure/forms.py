from typing import Any

from django import forms
from django.urls import reverse_lazy

from cms.core.forms import ContentPageForm
from cms.disclosure.classifications import audience_choices
from cms.disclosure.enums import Validity
from cms.publishing.days import city_day


class DocumentForm(ContentPageForm):
    """The page form with the audiences as check boxes instead of raw JSON, and a proposal how long a document is in force."""

    audiences = forms.MultipleChoiceField(
        label="服务对象分类", choices=audience_choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Media:
        js = ["disclosure/expiry.js"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "expires" in self.fields:
            self.fields["expires"].widget.attrs["data-expiry-url"] = reverse_lazy("disclosure_expiry")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # Only here: by itself the date decides, and what is published by the clock must not be held up.
        repealed = cleaned.get("repealed")
        if repealed and repealed <= city_day() and cleaned.get("validity") in (Validity.VALID, Validity.AMENDED, Validity.PENDING):
            self.add_error("validity", "废止日期已到，有效性应为“废止”或“失效”。")
        publisher = cleaned.get("publisher")
        if publisher and publisher in (cleaned.get("joint_publishers") or ()):
            self.add_error("joint_publishers", f"“{publisher}”是编制文号的发布机构，联合发文机关只填其他单位。")
        return cleaned
