"""The form with which an editor says how a page is withdrawn."""

import re
from typing import Any
from urllib.parse import quote

from django import forms
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.publishing.models import PublishedAddress, WithdrawalKind
from cms.publishing.withdraw import Choice

ADDRESS = re.compile(r"(https?://[A-Za-z0-9.-]+(:\d{1,5})?([/?#].*)?|/(?!/).*)")
LONGEST = 2000  # characters of an address as it is sent, where a Chinese character takes nine


class LenientPageChooser(AdminPageChooser):
    """Wagtail's chooser, which would fail on an id that is no number instead of letting the field say so."""

    def get_instance(self, value: Any) -> Any:
        return super().get_instance(value) if isinstance(value, Page) or str(value).isdecimal() else None


class WithdrawalForm(forms.Form):
    """What is not needed for the chosen kind is ignored; what is needed must be there."""

    kind = forms.ChoiceField(
        label="撤稿方式", choices=WithdrawalKind.choices, initial=WithdrawalKind.GONE, widget=forms.RadioSelect
    )
    replacement_page = forms.ModelChoiceField(
        label="替代页面", queryset=Page.objects.all(), required=False, widget=LenientPageChooser,
        help_text="选“已被替代”时填写：访问原地址的人会转到这个页面；它以后移动了也能找到。",
        error_messages={"invalid_choice": "所选的替代页面已不存在。"},
    )
    replacement_url = forms.CharField(
        label="或者替代网址", required=False, max_length=500,
        help_text="替代内容不在本网站群时填写，以 https:// 或 http:// 开头；本站路径以 / 开头。",
    )
    notice = forms.CharField(
        label="说明文字", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="选“撤下并显示说明”时填写，读者会看到，例如“因内容有误，本文已撤下。”标题也会显示。",
    )
    reason = forms.CharField(label="撤稿原因（只在后台可见）", required=False, max_length=200)

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page

    def clean_replacement_page(self) -> Page | None:
        other: Page | None = self.cleaned_data["replacement_page"]
        if other is None:
            return None
        if other.path.startswith(self.page.path):
            raise forms.ValidationError("替代页面不能是被撤下的页面自己，也不能在它下面。")
        if not PublishedAddress.objects.filter(pk=other.pk).exists():
            raise forms.ValidationError(f"替代页面“{other.title}”没有公开发布，读者打不开；请先发布它，或另选一个。")
        return other

    def clean_replacement_url(self) -> str:
        address = str(self.cleaned_data["replacement_url"]).strip()
        if address and (not ADDRESS.fullmatch(address) or not address.isprintable() or "\\" in address):
            raise forms.ValidationError("网址须以 https:// 或 http:// 加英文域名开头，或者是以 / 开头的本站路径。")
        if len(quote(address, safe="/:?#[]@!&()*+,;=%")) > LONGEST:
            raise forms.ValidationError("网址太长。")
        return address

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        kind = given.get("kind")
        for name in self._needless(kind):  # the page hides it, so nobody could mend it
            self.errors.pop(name, None)
            given.setdefault(name, None if name == "replacement_page" else "")
        one = bool(given.get("replacement_page")) != bool(given.get("replacement_url"))
        if kind == WithdrawalKind.REPLACED and not one and not self.errors:
            self.add_error("replacement_page", "“已被替代”须填替代页面或替代网址，两者填一个，且只填一个。")
        if kind == WithdrawalKind.NOTICE and not str(given.get("notice") or "").strip():
            self.add_error("notice", "“撤下并显示说明”须填写读者会看到的说明文字。")
        return given

    @staticmethod
    def _needless(kind: str | None) -> set[str]:
        """Return the fields that say nothing of a kind."""
        if kind == WithdrawalKind.GONE:
            return {"notice", "replacement_page", "replacement_url"}
        return {"notice"} if kind == WithdrawalKind.REPLACED else {"replacement_page", "replacement_url"} if kind else set()

    def choice(self) -> Choice:
        """Return what was chosen, without what does not belong to the kind."""
        given, kind = self.cleaned_data, self.cleaned_data["kind"]
        replaced = kind == WithdrawalKind.REPLACED
        other = given["replacement_page"] if replaced else None
        return Choice(
            kind=kind, replacement_page=other.pk if other else None,
            replacement_url=given["replacement_url"] if replaced else "",
            notice=given["notice"].strip() if kind == WithdrawalKind.NOTICE else "", reason=given["reason"],
        )
