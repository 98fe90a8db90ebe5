"""What editors see of a scheduled publication that failed: a line in the page's history, a warning where it is edited."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from cms.publishing.schedule import REFUSED, refusal_of


@hooks.register("register_log_actions")
def register_refusal(actions: Any) -> None:
    @actions.register_action(REFUSED)
    class Refusal(LogFormatter):
        label = "定时发布失败"

        def format_message(self, entry: Any) -> str:
            return f"定时发布失败：{entry.data['reason']}"


@hooks.register("before_edit_page")
def warn_of_refusal(request: HttpRequest, page: Page) -> None:
    reason = refusal_of(page) if request.method == "GET" else ""
    if reason:
        messages.warning(request, f"定时发布失败：{reason}改正后请重新发布或另定时间。")
