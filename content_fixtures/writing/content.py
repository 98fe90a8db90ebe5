"""Writes the planned pages that are not there yet, in one order: documents before what links to them, aliases last."""

import copy
from collections import defaultdict
from collections.abc import Sequence

from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page

from cms.accounts.models import Organisation
from cms.articles.models import ArticlePage
from cms.core.bulk import insert_pages
from cms.disclosure.index_numbers import allot_many
from cms.disclosure.models import DocumentPage, DocumentRelation
from content_fixtures.plans import AliasPlan, ArticlePlan, ClusterPlan, DocumentPlan, PagePlan
from content_fixtures.seeds import stable_uuid
from content_fixtures.writing.pages import Surroundings, make_page
from content_fixtures.writing.sites import Channels

BATCH = 1000
Planned = PagePlan | AliasPlan


def write_content(
    plan: ClusterPlan, channels: Channels, pictures: dict[str, int], annexes: dict[str, int],
    organisations: dict[str, Organisation],
) -> list[Page]:
    """Return the pages that were missing and are now in the tree."""
    around = Surroundings(channels, pictures, annexes, organisations, _write_tags(plan.pages), {})
    known = set(Page.objects.values_list("url_path", flat=True))
    missing = [page for page in plan.pages if _place(page, channels) not in known]
    documents = [page for page in missing if isinstance(page, DocumentPlan)]
    others = [page for page in missing if not isinstance(page, DocumentPlan)]
    written = _write_documents(documents, around)
    around.documents.update(_documents_by_name(plan, channels))
    for start in range(0, len(others), BATCH):
        batch = [(channels[page.site, page.channel], make_page(page, around)) for page in others[start:start + BATCH]]
        written += insert_pages(batch)
    _write_relations(plan, missing, around)
    aliases = [alias for alias in plan.aliases if _place(alias, channels) not in known]
    return written + _write_aliases(aliases, channels)


def _place(page: Planned, channels: Channels) -> str:
    return f"{channels[page.site, page.channel].url_path}{page.slug}/"


def _write_tags(plans: Sequence[PagePlan]) -> dict[str, Tag]:
    names = sorted({name for plan in plans if isinstance(plan, ArticlePlan) for name in plan.tags})
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    new = [Tag(name=name, slug=f"t{stable_uuid('tag', name).hex[:12]}") for name in names if name not in known]
    return known | {tag.name: tag for tag in Tag.objects.bulk_create(new)}


def _write_documents(plans: Sequence[DocumentPlan], around: Surroundings) -> list[Page]:
    """Insert documents with index numbers in the order of publication."""
    pages = [(plan, make_page(plan, around)) for plan in plans]
    series: defaultdict[tuple[int, int], list[DocumentPage]] = defaultdict(list)
    for _, page in sorted(pages, key=lambda pair: (pair[0].published, pair[0].slug)):
        series[page.publisher_id, timezone.localtime(page.published_at).year].append(page)
    for (_, year), group in series.items():
        for page, number in zip(group, allot_many(group[0].publisher, year, len(group)), strict=True):
            page.index_number = number
    return insert_pages([(around.channels[plan.site, plan.channel], page) for plan, page in pages])


def _documents_by_name(plan: ClusterPlan, channels: Channels) -> dict[tuple[str, str], DocumentPage]:
    places = {_place(page, channels): (page.site, page.slug) for page in plan.pages if isinstance(page, DocumentPlan)}
    return {places[page.url_path]: page for page in DocumentPage.objects.all() if page.url_path in places}


def _write_relations(plan: ClusterPlan, missing: Sequence[PagePlan], around: Surroundings) -> None:
    """Tie documents to each other and to their interpretations, which link back in their text."""
    names = {page.slug for page in missing}
    rows = [
        DocumentRelation(page=around.documents[page.site, page.slug], type=kind, target_id=around.documents[page.site, slug].pk)
        for page in plan.pages if isinstance(page, DocumentPlan) and page.slug in names
        for kind, slug in page.relations
    ]
    articles = {article.slug: article for article in ArticlePage.objects.filter(
        slug__in=[page.slug for page in missing if isinstance(page, ArticlePlan) and page.about]
    )}
    rows += [
        DocumentRelation(page=around.documents[page.site, page.about], type="interprets", target=articles[page.slug])
        for page in missing if isinstance(page, ArticlePlan) and page.about
    ]
    DocumentRelation.objects.bulk_create(rows)


def _write_aliases(plans: Sequence[AliasPlan], channels: Channels) -> list[Page]:
    slugs = {plan.original.slug for plan in plans}
    originals = {page.slug: page for page in ArticlePage.objects.filter(slug__in=slugs, alias_of=None)}
    return insert_pages([
        (channels[plan.site, plan.channel], _alias(originals[plan.original.slug], plan)) for plan in plans
    ])


def _alias(original: ArticlePage, plan: AliasPlan) -> ArticlePage:
    """Return a page that shows another site's article; Wagtail keeps it in step with the original."""
    alias = copy.copy(original)
    alias.__dict__.pop("_cluster_related_objects", None)
    alias.pk = alias.id = None
    alias.alias_of_id, alias.slug = original.pk, plan.slug
    alias.translation_key = stable_uuid("alias", plan.site, plan.channel, plan.slug)
    return alias
