"""The form of a switch, and what turning it would do, in words."""

from typing import Any

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminDateTimeInput

from cms.publishing.models import Level, Switch


class SwitchForm(forms.ModelForm):
    class Meta:
        model = Switch
        fields = ["level", "text", "url", "since", "until", "mourning", "frozen", "reason"]
        widgets = {
            "since": AdminDateTimeInput(), "until": AdminDateTimeInput(),
            "text": forms.TextInput(attrs={"maxlength": 60}), "reason": forms.TextInput(attrs={"maxlength": 200}),
        }
        error_messages = {
            "text": {"max_length": "通知内容不能超过 60 字，现在有 %(show_value)d 字。"},
            "since": {"invalid": "请按“2026-01-31 08:00”的样子填写时间。"},
            "until": {"invalid": "请按“2026-01-31 08:00”的样子填写时间。"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.choices = [("", "不发通知"), *Level.choices]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.initial.get("text") and not found.get("text"):  # it is taken down, with all that belongs to it
            found |= {"level": "", "url": "", "since": None, "until": None}
        return found

    def _update_errors(self, errors: Any) -> None:
        # What is wrong with a field was said already; that it is therefore empty is no second fault.
        fresh = {name: found for name, found in errors.error_dict.items() if name not in self.errors}
        if fresh:
            super()._update_errors(forms.ValidationError(fresh))

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until <= timezone.now() and "until" in self.changed_data:
            raise forms.ValidationError("撤下时间已经过去。")
        return until


def effects(before: Switch, after: Switch) -> list[str]:
    """Return what becomes different for readers and editors, a sentence each."""
    found: list[str] = []
    notice_before, notice_after = ((s.level, s.text, s.url, s.since, s.until) for s in (before, after))
    if notice_before != notice_after:
        found.append(_of_notice(before, after))
    if before.mourning != after.mourning:
        found.append("全站变为灰色，停止动态效果（哀悼模式）。" if after.mourning else "结束哀悼模式，恢复颜色。")
    if before.frozen != after.frozen:
        found.append(
            f"冻结发布：编辑的内容不再更新到网站，原因：{after.reason}。" if after.frozen else "恢复发布：冻结期间的修改随即更新到网站。"
        )
    elif after.frozen and before.reason != after.reason:
        found.append(f"冻结原因改为：{after.reason}。")
    return found


def _of_notice(before: Switch, after: Switch) -> str:
    if not after.text:
        return f"撤下通知“{before.text}”。"
    begin = f"从 {_time(after.since)} 起" if after.since else "立即"
    return f"{begin}在每一页上方显示{after.get_level_display()}通知“{after.text}”，到 {_time(after.until)} 自动撤下。"


def _time(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
