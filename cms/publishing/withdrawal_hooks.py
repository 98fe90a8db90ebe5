"""“撤稿” in the menus of a page."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from cms.publishing.withdraw import may_withdraw
from cms.publishing.withdrawal_view import withdraw_page

ADDRESS = "publishing_withdraw"


class WithdrawButton(PageMenuItem):
    """Beside Wagtail's own "unpublish", which leaves the choice out."""

    label = "撤稿…"
    icon_name = "no-view"
    url_name = ADDRESS

    def is_shown(self, user: Any) -> bool:
        return may_withdraw(self.page, user)


@hooks.register("register_admin_urls")
def register_withdrawal() -> list[URLPattern]:
    return [path("pages/<int:page_id>/withdraw/", withdraw_page, name=ADDRESS)]


@hooks.register("register_page_listing_more_buttons")
def add_to_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[PageMenuItem]:
    # A page that is off already can be changed from its own menu; asking for each row of a list would be slow.
    if page.live:
        yield WithdrawButton(page=page, next_url=next_url, priority=42)


@hooks.register("register_page_header_buttons")
def add_to_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[PageMenuItem]:
    yield WithdrawButton(page=page, next_url=next_url, priority=62)
