"""Plans the whole cluster: channels, what stands in them, and what one site shows of another."""

from collections.abc import Callable, Sequence

from content_fixtures.articles import plan_articles
from content_fixtures.channels import plan_channels
from content_fixtures.documents import number_documents, plan_documents
from content_fixtures.features import plan_galleries, plan_topics
from content_fixtures.guides import plan_guides
from content_fixtures.people import plan_leaders, plan_organisations
from content_fixtures.places import SITES
from content_fixtures.plans import AliasPlan, ArticlePlan, ChannelPlan, ClusterPlan, DocumentPlan, PagePlan
from content_fixtures.seeds import stable_slug
from content_fixtures.sizes import Size

PLANNERS: dict[str, Callable[[ChannelPlan, Size, int], Sequence[PagePlan]]] = {
    "articles": plan_articles, "pieces": plan_articles, "guides": plan_guides, "organisations": plan_organisations,
    "leaders": plan_leaders, "galleries": plan_galleries, "topics": plan_topics,
}
ALIASED_NEWS = ("news/city", "news/notices/public", "news/meetings")


def plan_cluster(size: Size, seed: int = 1) -> ClusterPlan:
    """Return everything that a cluster of this size consists of; the same seed gives the same plan."""
    channels = {site: plan_channels(site, size) for site in SITES}
    pages: list[PagePlan] = []
    for site in SITES:
        documents, interpretations = plan_documents(channels[site], size, seed)
        pages += documents
        for channel in channels[site]:
            if channel.fill and channel.fill[0] in PLANNERS and channel.fill[1] != "interpretation":
                pages += PLANNERS[channel.fill[0]](channel, size, seed)
        pages += interpretations
    numbered = number_documents(page for page in pages if isinstance(page, DocumentPlan))
    pages = [numbered.get(page.slug, page) for page in pages]
    flat = tuple(channel for site in SITES for channel in channels[site])
    return ClusterPlan(channels=flat, pages=tuple(pages), aliases=tuple(_aliases(flat, pages, size)))


def _aliases(channels: Sequence[ChannelPlan], pages: Sequence[PagePlan], size: Size) -> list[AliasPlan]:
    found = []
    articles = [page for page in pages if isinstance(page, ArticlePlan) and not page.annexes]
    for channel in channels:
        if channel.fill[:1] != ("aliases",):
            continue
        originals = _originals(channel.fill[1], channel.site, articles)
        found += [
            AliasPlan(
                site=channel.site, channel=channel.path, original=original,
                slug=stable_slug(channel.site, channel.path, original.site, original.slug),
            )
            for original in originals[: size.count(channel.fill[2], repeats=False)]
        ]
    return found


def _originals(subject: str, site: str, articles: Sequence[ArticlePlan]) -> list[ArticlePlan]:
    """Return what a channel of aliases shows: the portal's news, a county's sights or food, or a channel of the tourism site."""
    if subject == "news":
        newest = [
            sorted((one for one in articles if one.site == "portal" and one.channel == path), key=lambda one: one.published)
            for path in ALIASED_NEWS
        ]
        return [one for few in newest for one in few[:-3:-1]]
    found = [one for one in articles if one.site == "tourism" and subject in one.channel.split("/")]
    return found if site == "portal" else [one for one in found if site in one.places]
