"""The kinds of content, and which columns the filters of the content list look at in each."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Q
from wagtail.models import Page

from cms.articles.models import ArticlePage, GalleryPage, TopicPage
from cms.disclosure.models import DocumentPage
from cms.organisations.models import LeaderPage, OrganisationPage
from cms.services.models import GuidePage

TAG, ORGANISATION = "tag", "organisation"


class Kind(NamedTuple):
    """A page type under the name that its records bear; `columns` are the look-ups behind each filter."""

    name: str
    model: type[Page]
    columns: Mapping[str, tuple[str, ...]]

    def matching(self, name: str, value: str) -> Q | None:
        """Return what finds pages, each once, by a filter; None if the kind has nothing that it looks at."""
        if name not in self.columns:
            return None
        either = Q()
        for column in self.columns[name]:
            either |= Q(**{column: value})
        manager: Any = self.model._default_manager
        return Q(pk__in=manager.filter(either).values("pk"))


KINDS = (
    Kind("article", ArticlePage, {TAG: ("tagged_items__tag__name",)}),
    Kind("document", DocumentPage, {ORGANISATION: ("publisher__key", "joint_publishers__key")}),
    Kind("guide", GuidePage, {}),
    Kind("topic", TopicPage, {}),
    Kind("gallery", GalleryPage, {}),
    Kind("organisation", OrganisationPage, {ORGANISATION: ("organisation__key",)}),
    Kind("leader", LeaderPage, {ORGANISATION: ("organisation__key",)}),
)
