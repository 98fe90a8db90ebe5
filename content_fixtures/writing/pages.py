"""Turns planned content into pages; each kind has one function, and the table at the end says which."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from taggit.models import Tag

from cms.accounts.models import Organisation
from cms.articles.models import (
    ArticleAttachment,
    ArticlePage,
    ArticleTag,
    GalleryPage,
    GalleryPicture,
    TopicPage,
    TopicSection,
)
from cms.core.models import ContentPage
from cms.disclosure.models import DocumentAttachment, DocumentPage
from cms.organisations.models import Department, LeaderPage, OrganisationPage
from cms.services.models import GuideAttachment, GuideMaterial, GuidePage, GuideQuestion, GuideStep
from content_fixtures.plans import (
    ArticlePlan,
    DocumentPlan,
    GalleryPlan,
    GuidePlan,
    LeaderPlan,
    OrganisationPlan,
    PagePlan,
    TopicPlan,
)
from content_fixtures.seeds import stable_uuid
from content_fixtures.writing.bodies import body
from content_fixtures.writing.sites import Channels

ORIGINAL = "文件原件"
DOCUMENT_VALUES = (
    "number", "genre", "theme", "category", "effective", "expires", "validity", "addressee", "signature", "issue_note",
    "department", "audiences",
)


@dataclass(frozen=True)
class Surroundings:
    """What pages point at, by the names that plans use."""

    channels: Channels
    pictures: dict[str, int]
    annexes: dict[str, int]
    organisations: dict[str, Organisation]
    tags: dict[str, Tag]
    documents: dict[tuple[str, str], DocumentPage]


def make_page(plan: PagePlan, around: Surroundings) -> ContentPage:
    """Return the page that a plan describes, not yet in the tree."""
    return MAKERS[type(plan)](plan, around)


def _shared(plan: PagePlan, around: Surroundings, *, in_body: bool = False, links: tuple[tuple[str, int], ...] = ()) -> dict[str, Any]:
    picture = around.pictures.get(plan.picture)
    name = f"{plan.site}/{plan.channel}/{plan.slug}"
    return {
        "title": plan.title, "slug": plan.slug, "published_at": plan.published, "summary": plan.summary,
        "source": plan.source, "author": plan.author, "keywords": plan.keywords, "lead_image_id": picture, "live": True,
        "body": body(plan.parts, name=name, picture=picture if in_body else None, links=links),
        "translation_key": stable_uuid("page", name),
    }


def _article(plan: ArticlePlan, around: Surroundings) -> ArticlePage:
    document = around.documents.get((plan.site, plan.about))
    links = ((f"《{document.title}》", document.pk),) if document else ()
    page = ArticlePage(genre=plan.genre, editor=plan.editor, **_shared(plan, around, in_body=True, links=links))
    page.attachments = [ArticleAttachment(document_id=around.annexes[name]) for name in plan.annexes]
    page.tagged_items = [ArticleTag(tag=around.tags[name]) for name in plan.tags]
    return page


def _document(plan: DocumentPlan, around: Surroundings) -> DocumentPage:
    page = DocumentPage(
        publisher=around.organisations[plan.publisher], created=plan.created, repealed=plan.values.get("repealed"),
        basis=plan.values.get("basis", ""), **{name: plan.values[name] for name in DOCUMENT_VALUES}, **_shared(plan, around),
    )
    page.source = page.source or page.publisher.name
    page.joint_publishers = [around.organisations[key] for key in plan.joint]
    originals = [DocumentAttachment(document_id=around.annexes[plan.slug], title=ORIGINAL)] if plan.original else []
    page.attachments = [*originals, *(DocumentAttachment(document_id=around.annexes[name]) for name in plan.annexes)]
    return page


def _guide(plan: GuidePlan, around: Surroundings) -> GuidePage:
    page = GuidePage(**plan.values, **_shared(plan, around))
    page.materials = [GuideMaterial(**material) for material in plan.materials]
    page.steps = [GuideStep(**step) for step in plan.steps]
    page.questions = [GuideQuestion(**question) for question in plan.questions]
    page.attachments = [GuideAttachment(document_id=around.annexes[name]) for name in plan.annexes]
    return page


def _organisation(plan: OrganisationPlan, around: Surroundings) -> OrganisationPage:
    page = OrganisationPage(
        organisation=around.organisations[plan.organisation], **plan.values, **_shared(plan, around)
    )
    page.departments = [Department(**department) for department in plan.departments]
    return page


def _leader(plan: LeaderPlan, around: Surroundings) -> LeaderPage:
    return LeaderPage(organisation=around.organisations[plan.organisation], **plan.values, **_shared(plan, around))


def _gallery(plan: GalleryPlan, around: Surroundings) -> GalleryPage:
    page = GalleryPage(**_shared(plan, around))
    page.pictures = [GalleryPicture(image_id=around.pictures[name], caption=caption) for name, caption in plan.pictures]
    return page


def _topic(plan: TopicPlan, around: Surroundings) -> TopicPage:
    page = TopicPage(archived=plan.archived, **_shared(plan, around))
    page.sections = [
        TopicSection(title=title, channel=around.channels[plan.site, path], count=count)
        for title, path, count in plan.sections if (plan.site, path) in around.channels
    ]
    return page


MAKERS: dict[type[PagePlan], Callable[[Any, Surroundings], ContentPage]] = {
    ArticlePlan: _article, DocumentPlan: _document, GuidePlan: _guide, OrganisationPlan: _organisation,
    LeaderPlan: _leader, GalleryPlan: _gallery, TopicPlan: _topic,
}
