"""Words for search in the admin: their addresses, and the menu."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.publishing.rights import rights_of
from cms.search_words.views import keys_for


class WordsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(keys_for(rights_of(request.user)))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("search-words/", include("cms.search_words.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return WordsMenuItem("检索词", reverse("search_words:overview"), name="search-words", icon_name="search", order=860)
