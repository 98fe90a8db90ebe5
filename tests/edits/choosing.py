"""How random numbers become things of the cluster: the same numbers choose the same things."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition
from wagtail.models import Page

from cms.articles.models import ArticlePage, GalleryPage, TopicPage
from cms.cluster.models import ChannelPage, SiteProfile
from cms.disclosure.models import DocumentPage
from cms.media.models import CustomDocument, CustomImage
from cms.organisations.models import LeaderPage, OrganisationPage
from cms.services.models import GuidePage

NUMBER = st.integers(0, 9999)
WORD = st.sampled_from(["供热", "供水", "招聘", "防汛", "<山&水>"])
CONTENT = (ArticlePage, DocumentPage, GuidePage, GalleryPage, TopicPage, OrganisationPage, LeaderPage)


# What concerns whole sites is published by builds; pages are edited more often, and that is to be tried most.
seldom = precondition(lambda self: self.done % 3 == 2)


class Choosing(RuleBasedStateMachine):
    """Finds what an edit is about. Whatever nothing is there for is not done."""

    done = 0  # steps

    def pick(self, rows: Any, number: int) -> Any:
        """Return one of some rows, none if there is none."""
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        return rows.model._default_manager.get(pk=keys[number % len(keys)]) if keys else None

    def page(self, number: int, **conditions: Any) -> Any:
        """Return a page of content as its own class; aliases are edited by editing their originals."""
        rows = Page.objects.exact_type(*CONTENT).filter(**{"alias_of": None, **conditions})
        found = self.pick(rows, number)
        return found.specific if found else None

    def channel(self, number: int, **conditions: Any) -> Any:
        return self.pick(ChannelPage.objects.filter(**conditions), number)

    def site(self, number: int) -> Any:
        return self.pick(SiteProfile.objects.all(), number)

    def image(self, number: int) -> Any:
        return self.pick(CustomImage.objects.all(), number)

    def file(self, number: int) -> Any:
        return self.pick(CustomDocument.objects.all(), number)

    def body(self, kind: str, number: int) -> list[Any]:
        """Return a body that shows or links to what the number chooses."""
        page = self.pick(Page.objects.filter(depth__gt=2), number)
        image, file = self.image(number), self.file(number)
        match kind:
            case "link" if page:
                return [("html", f'<p>见<a linktype="page" id="{page.pk}">此页</a>。</p>')]
            case "paragraph" if page:
                return [("paragraph", f'<p>见<a linktype="page" id="{page.pk}">此页</a>和<b>别处</b>。</p>')]
            case "picture" if image:
                return [("html", f'<p>图：</p><embed embedtype="image" id="{image.pk}" alt="" format="fullwidth">'), ("divider", None)]
            case "image" if image:
                return [("image", {"image": image, "caption": f"图{number}"})]
            case "download" if file:
                return [("html", f'<p>下载<a linktype="document" id="{file.pk}">表格</a></p>'), ("attachments", [file])]
        return [("html", f"<p>正文{number}</p>")]


BODY = st.sampled_from(["text", "link", "paragraph", "picture", "image", "download"])


def publish(page: Any) -> None:
    page.save_revision().publish()
