"""The state of publishing as staff see it: what waits, who publishes, how long it took, what went wrong."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.cluster.models import SiteProfile
from cms.publishing.models import (
    Change,
    Failure,
    FollowerState,
    Incident,
    Order,
    Outcome,
    Publisher,
    Release,
    SiteState,
    Stage,
)
from cms.publishing.switches import frozen_sites

ALIVE = timedelta(seconds=15)  # a publisher that was not seen for longer is taken to be dead
RELEASES, ERRORS, FAILURES, INCIDENTS, ORDERS, PUBLISHERS = 20, 5, 10, 20, 10, 10


@dataclass(frozen=True)
class SiteOverview:
    """How far a site is, and what waits for it."""

    key: str
    name: str
    stage: Any
    waiting: int
    oldest: datetime | None
    live_since: datetime | None
    failed: bool
    frozen: bool
    incidents: int

    @property
    def words(self) -> str:
        """Return the state of the site in words."""
        if self.stage != Stage.IDLE:
            return str(Stage(self.stage).label)
        if self.frozen:
            return "发布已冻结"
        if self.failed and self.waiting:
            return "发布失败"
        return f"{self.waiting} 项待发布" if self.waiting else "已全部上线"

    @property
    def tone(self) -> str:
        """Return which of the states of a page this one looks like."""
        if self.stage != Stage.IDLE:
            return "building"
        if self.frozen:
            return "frozen"
        if self.failed and self.waiting:
            return "failed"
        return "queued" if self.waiting else "live"


def sites_overview(names: dict[str, str]) -> list[SiteOverview]:
    """Return how far the sites are, in the order given, with a handful of queries."""
    state = SiteState.objects.filter(site=OuterRef("key"))
    release = Release.objects.filter(site=OuterRef("key")).order_by("-id")
    rows = SiteProfile.objects.filter(key__in=names).annotate(
        live=Coalesce(Subquery(state.values("change")), Value(-1)), stage=Subquery(state.values("stage")),
        live_since=Subquery(state.values("live_since")), outcome=Subquery(release.values("outcome")[:1]),
    )
    waiting = Change.objects.filter(site=OuterRef("key"), number__gt=OuterRef("live")).order_by()
    rows = rows.annotate(
        waiting=Subquery(waiting.values("site").annotate(rows=Count("*")).values("rows")),
        oldest=Subquery(waiting.order_by("number").values("at")[:1]),
    )
    found = {row["key"]: row for row in rows.values("key", "stage", "live_since", "outcome", "waiting", "oldest")}
    unseen = dict(
        Incident.objects.filter(site__in=names, seen_at=None).order_by().values("site").annotate(rows=Count("*")).values_list(
            "site", "rows"
        )
    )
    frozen = frozen_sites()
    return [
        SiteOverview(
            key, name, row["stage"] or Stage.IDLE, row["waiting"] or 0, row["oldest"], row["live_since"],
            row["outcome"] not in (None, Outcome.LIVE), key in frozen, unseen.get(key, 0),
        )
        for key, name in names.items() if (row := found.get(key))
    ]


@dataclass(frozen=True)
class SeenPublisher:
    """A publisher, and whether it was seen lately."""

    publisher: Publisher
    alive: bool


def publishers() -> list[SeenPublisher]:
    """Return the publishers that were seen last, with the sites they hold."""
    since = timezone.now() - ALIVE
    rows = Publisher.objects.order_by("-seen").prefetch_related("sites")[:PUBLISHERS]
    return [SeenPublisher(row, row.seen >= since) for row in rows]


@dataclass(frozen=True)
class Bar:
    """A release in the diagram: its place and height in a box of 100 by 40, and its words."""

    release: Release
    x: float
    y: float
    height: float


def releases(sites: Collection[str]) -> list[Release]:
    """Return the latest attempts to publish one of the sites, the newest first."""
    return list(Release.objects.filter(site__in=sites)[:RELEASES])


def bars(found: list[Release]) -> list[Bar]:
    """Return the releases as bars, the oldest first; the longest is as high as the box."""
    longest = max([each.seconds for each in found] + [0.001])
    step = 100 / RELEASES
    oldest_first = list(reversed(found))
    heights = [max(1.0, 40 * max(0.0, each.seconds) / longest) for each in oldest_first]
    return [Bar(each, i * step, 40 - height, height) for i, (each, height) in enumerate(zip(oldest_first, heights, strict=True))]


@dataclass(frozen=True)
class Broken:
    """A file that could not be made; `edit` is the id of its page if the user may edit it."""

    failure: Failure
    title: str
    edit: int | None


@dataclass(frozen=True)
class ReleaseError:
    """An attempt that did not succeed; `is_over` when a later one did."""

    release: Release
    broken: list[Broken]
    more: int
    is_over: bool


def errors(sites: Collection[str], user: Any) -> list[ReleaseError]:
    """Return the latest attempts that did not succeed, with what broke."""
    later = Release.objects.filter(site=OuterRef("site"), outcome=Outcome.LIVE, pk__gt=OuterRef("pk")).order_by("pk")
    rows = Release.objects.filter(site__in=sites, outcome__in=(Outcome.FAILED, Outcome.REFUSED)).annotate(
        over=Subquery(later.values("pk")[:1]), broken=Count("failures")
    )
    first = Prefetch("failures", Failure.objects.order_by("id")[:FAILURES], to_attr="first_failures")
    found: list[Any] = list(rows.prefetch_related(first)[:ERRORS])
    numbers = [failure.page for each in found for failure in each.first_failures if failure.page]
    titles = dict(Page.objects.filter(pk__in=numbers).values_list("pk", "title"))
    editable = PagePermissionPolicy().instances_user_has_any_permission_for(user, ["change"])
    mine = set(editable.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
    return [
        ReleaseError(
            each, [_broken(failure, titles, mine) for failure in each.first_failures],
            max(0, each.broken - FAILURES), each.over is not None,
        )
        for each in found
    ]


def _broken(failure: Failure, titles: dict[int, str], mine: set[int]) -> Broken:
    page = failure.page or 0
    return Broken(failure, titles.get(page, ""), page if page in mine else None)


def incidents(sites: Collection[str]) -> list[Incident]:
    """Return the latest incidents, those that nobody has confirmed first."""
    rows = Incident.objects.filter(site__in=sites).select_related("seen_by")
    return list(rows.order_by(F("seen_at").asc(nulls_first=True), "-id")[:INCIDENTS])


def followers() -> list[FollowerState]:
    """Return those who show elsewhere what is on the mirrors, and how they stand."""
    return list(FollowerState.objects.all())


def orders(sites: Collection[str], *, cluster: bool) -> list[Order]:
    """Return the latest orders for the sites; who looks at the cluster sees those for all sites, too."""
    rows = Order.objects.select_related("by")
    return list((rows if cluster else rows.filter(site__in=sites))[:ORDERS])
