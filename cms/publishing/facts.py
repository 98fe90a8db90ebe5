"""What the feed and the publishers say of some pages and their sites, in few queries whatever the number of pages."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from wagtail.models import Page, PageViewRestriction

from cms.publishing.models import Change, Failure, Outcome, Release, SiteState, Stage
from cms.publishing.record import EVERYTHING

STEP = Page.steplen


@dataclass(frozen=True)
class SiteFacts:
    """How far a site is: `change` is live; `everything` is the last change that waits and may concern any page."""

    change: int = -1
    stage: Any = Stage.IDLE
    taken: int = 0
    live_since: datetime | None = None
    everything: int | None = None
    failed: Release | None = None  # the latest attempt, if it did not succeed

    def is_building(self, number: int) -> bool:
        return self.stage != Stage.IDLE and self.taken >= number

    def has_failed(self, number: int) -> bool:
        return self.failed is not None and self.failed.change >= number


@dataclass(frozen=True)
class PageFacts:
    """What is known of pages by id: the last change of their own, when it went live, and what broke."""

    changes: Mapping[int, int] = field(default_factory=dict)
    live_since: Mapping[int, datetime] = field(default_factory=dict)
    failures: Mapping[int, Failure] = field(default_factory=dict)
    hidden: Mapping[int, str] = field(default_factory=dict)


def facts_of_sites(sites: Collection[str]) -> dict[str, SiteFacts]:
    """Return how far each of the sites is; one that was never published counts as far behind everything."""
    latest = Release.objects.filter(site=OuterRef("site")).order_by("-id").values("id")[:1]
    states = {state.site: state for state in SiteState.objects.filter(site__in=sites).annotate(latest=Subquery(latest))}
    numbers = [state.latest for state in states.values()]
    failed = {each.site: each for each in Release.objects.filter(pk__in=numbers).exclude(outcome=Outcome.LIVE)}
    waiting = _waiting_everything({site: states[site].change if site in states else -1 for site in sites})
    found = {}
    for site in sites:
        state = states.get(site)
        if state is None:
            found[site] = SiteFacts(everything=waiting.get(site))
        else:
            found[site] = SiteFacts(
                state.change, state.stage, state.taken, state.live_since, waiting.get(site), failed.get(site)
            )
    return found


def _waiting_everything(live: Mapping[str, int]) -> dict[str, int]:
    """Return the last change of each site that may concern any page, where it is not live yet."""
    if not live:
        return {}
    rows = Change.objects.filter(object_key=EVERYTHING, number__gt=min(live.values()), site__in=live)
    last = rows.order_by().values("site").annotate(last=Max("number")).values_list("site", "last")
    return {site: number for site, number in last if number > live[site]}


def facts_of_pages(pages: Iterable[Page], keys: Mapping[int, str], sites: Collection[SiteFacts]) -> PageFacts:
    """Return what is known of the pages; `keys` are those under which the feed speaks of them."""
    rows = Change.objects.filter(object_key__in=set(keys.values()))
    by_key = dict(rows.order_by().values("object_key").annotate(last=Max("number")).values_list("object_key", "last"))
    changes = {page: by_key[key] for page, key in keys.items() if key in by_key}
    moments = _live_since(by_key.values())
    releases = [site.failed.pk for site in sites if site.failed]
    broken = Failure.objects.filter(release__in=releases, page__in=keys).order_by("-id") if releases else []
    return PageFacts(
        changes, {page: moments[number] for page, number in changes.items() if number in moments},
        {failure.page: failure for failure in broken if failure.page is not None}, hidden_pages(pages),
    )


def _live_since(numbers: Iterable[int]) -> dict[int, datetime]:
    """Return when each of the changes went live: with the first release of its site that came so far."""
    first = Release.objects.filter(site=OuterRef("site"), outcome=Outcome.LIVE, change__gte=OuterRef("number"))
    moment = Subquery(first.order_by("change", "id").values("finished")[:1])
    rows = Change.objects.filter(number__in=list(numbers)).order_by().annotate(moment=moment)
    return {number: moment for number, moment in rows.values_list("number", "moment") if moment is not None}


def hidden_pages(pages: Iterable[Page]) -> dict[int, str]:
    """Return why pages are on no mirror although they are published themselves."""
    above: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        if page.live:
            for length in range(2 * STEP, len(page.path) + 1, STEP):
                above[page.path[:length]].append(page.pk)
    found: dict[int, str] = {}
    for path in Page.objects.filter(path__in=above, live=False).values_list("path", flat=True):
        found.update(dict.fromkeys(above[path], "上级栏目未发布"))
    for path in PageViewRestriction.objects.filter(page__path__in=above).values_list("page__path", flat=True):
        found.update(dict.fromkeys(above[path], "设有访问限制"))
    return found
