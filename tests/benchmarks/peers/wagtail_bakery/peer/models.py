"""Two page types, as a Wagtail project would write them."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.fields import RichTextField
from wagtail.models import Page

PAGE_SIZE = 20
NEWEST = 10


class SectionPage(Page):
    """A site or a section with its newest articles; wagtail-bakery knows no further list pages."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found = ArticlePage.objects.live().descendant_of(self).order_by("-date")
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        return {**super().get_context(request, *args, **kwargs), "articles": page}


class ArticlePage(Page):
    date = models.DateTimeField()
    source = models.CharField(max_length=100)
    author = models.CharField(max_length=50)
    summary = models.TextField()
    tag_names = models.JSONField()
    body = RichTextField()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        newest = ArticlePage.objects.live().sibling_of(self).order_by("-date")[:NEWEST]
        return {**super().get_context(request, *args, **kwargs), "newest": newest}
