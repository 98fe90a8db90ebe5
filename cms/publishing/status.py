"""Where a page is on its way from the publish button to the mirror."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wagtail.models import Page

from cms.publishing.facts import PageFacts, SiteFacts, facts_of_pages, facts_of_sites
from cms.publishing.record import identify
from cms.publishing.sites import mirrors_by_site, site_keys_by_path
from cms.publishing.switches import frozen_sites


class State(StrEnum):
    DRAFT = "draft"
    QUEUED = "queued"
    BUILDING = "building"
    FAILED = "failed"
    FROZEN = "frozen"
    LIVE = "live"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


LABELS = {
    State.DRAFT: "从未发布", State.QUEUED: "排队中", State.BUILDING: "正在生成", State.FAILED: "发布失败",
    State.FROZEN: "发布已冻结", State.LIVE: "已上线", State.HIDDEN: "未公开", State.WITHDRAWN: "已撤下",
}
UNDER_WAY = (State.QUEUED, State.BUILDING)
OF_A_WITHDRAWAL = {State.QUEUED: "等待撤下", State.BUILDING: "正在撤下", State.FAILED: "撤下失败"}
BROKEN_ELSEWHERE = "本站有页面无法生成，整站未更新。"


@dataclass(frozen=True)
class PageStatus:
    """What an editor is told of a page: `label` is the state in words, `since` when it came, `why` what stands in the way."""

    page: int
    state: State
    label: str
    url: str = ""
    since: datetime | None = None
    why: str = ""

    @property
    def is_settled(self) -> bool:
        """Return whether nothing will change by itself soon."""
        return self.state not in UNDER_WAY


def status_of(page: Page) -> PageStatus:
    """Return the status of one page as it is in the database."""
    return statuses_of([page])[page.pk]


def statuses_of(pages: Iterable[Page], frozen: Iterable[str] | None = None) -> dict[int, PageStatus]:
    """Return the statuses of pages by id; the number of queries does not depend on the number of pages.

    Addresses are those of specific pages.
    """
    pages = list(pages)
    roots = site_keys_by_path()
    sites = {page.pk: next((key for path, key in roots.items() if page.path.startswith(path)), "") for page in pages}
    keys = {page.pk: identify(page, sites[page.pk])[1] for page in pages}
    of_sites = facts_of_sites(set(sites.values()) - {""})
    of_pages = facts_of_pages(pages, keys, of_sites.values())
    stopped = set(frozen_sites() if frozen is None else frozen)
    mirrors = mirrors_by_site()
    found = {}
    for page in pages:
        key = sites[page.pk]
        status = _describe(page, of_sites.get(key), of_pages, is_frozen=key in stopped)
        parts = page.get_url_parts() if status.state == State.LIVE else None
        found[page.pk] = replace(status, url=mirrors[key] + (parts[2] or "/")) if parts else status
    return found


def decide(*, live: bool, own: int | None, site: SiteFacts, hidden: bool = False, frozen: bool = False) -> State:
    """Return the state of a page whose last change is `own`."""
    if own is None and not live:
        return State.DRAFT
    concerned = [0 if own is None else own]
    if live and site.everything is not None:
        concerned.append(site.everything)
    number = max(concerned)
    if number > site.change:
        return _waiting(number, site, frozen=frozen)
    if not live:
        return State.WITHDRAWN
    return State.HIDDEN if hidden else State.LIVE


def _waiting(number: int, site: SiteFacts, *, frozen: bool) -> State:
    if site.is_building(number):
        return State.BUILDING
    if site.has_failed(number):
        return State.FAILED
    return State.FROZEN if frozen else State.QUEUED


def _describe(page: Page, site: SiteFacts | None, facts: PageFacts, *, is_frozen: bool) -> PageStatus:
    if site is None:
        return PageStatus(page.pk, State.HIDDEN, LABELS[State.HIDDEN], why="不属于任何站点")
    hidden = facts.hidden.get(page.pk, "")
    state = decide(live=page.live, own=facts.changes.get(page.pk), site=site, hidden=bool(hidden), frozen=is_frozen)
    label = LABELS[state] if page.live else OF_A_WITHDRAWAL.get(state, LABELS[state])
    since = None
    if state in (State.LIVE, State.WITHDRAWN) and page.pk in facts.changes:
        since = facts.live_since.get(page.pk, site.live_since)
    why = _cause(page, site, facts) if state == State.FAILED else hidden if state == State.HIDDEN else ""
    return PageStatus(page.pk, state, label, since=since, why=why)


def _cause(page: Page, site: SiteFacts, facts: PageFacts) -> str:
    failure = facts.failures.get(page.pk)
    if failure is not None:
        return f"{failure.cause}（{failure.path}）"
    return (site.failed.message if site.failed else "") or BROKEN_ELSEWHERE
