"""Plans disclosure documents: dates, validity, the ties between them, numbers in the order of signing, interpretations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from content_fixtures import markup
from content_fixtures.articles import EDITORS, summarise
from content_fixtures.dates import LAST_DAY, at, business_moment, working_day_before
from content_fixtures.library import read_all
from content_fixtures.places import drawn_facts, fixed_facts
from content_fixtures.plans import ArticlePlan, ChannelPlan, DocumentPlan
from content_fixtures.prose import Telling
from content_fixtures.seeds import chance, stable_slug
from content_fixtures.sizes import Size

Skeleton = dict[str, Any]
INTERPRETATIONS = (("interpretation",), ("county-interpretation",))
REACH = 1100  # days: documents live longer than news
TRIES = 30
COUNTY_MARKS = {"chengqu": "城", "zezhou": "泽", "gaoping": "高", "yangcheng": "阳", "lingchuan": "陵", "qinshui": "沁"}


def plan_documents(channels: Iterable[ChannelPlan], size: Size, seed: int) -> tuple[list[DocumentPlan], list[ArticlePlan]]:
    """Return the documents of a site, not yet numbered, and the articles that interpret them."""
    channels = list(channels)
    plans: list[DocumentPlan] = []
    for channel in channels:
        if channel.fill[:1] == ("documents",):
            plans += _tell_channel(channel, size, seed, plans)
    plans = _settle(plans)
    target = next((channel for channel in channels if channel.fill[1:2] in INTERPRETATIONS), None)
    return plans, _interpret(plans, target, size, seed) if target else []


def _tell_channel(channel: ChannelPlan, size: Size, seed: int, known: list[DocumentPlan]) -> list[DocumentPlan]:
    _, subject, planned = channel.fill
    pool = [skeleton for skeleton in read_all("documents") if subject in skeleton["for"]]
    plans: list[DocumentPlan] = []
    titles = {plan.title for plan in known}
    for index in range(size.count(planned, repeats=False) if pool else 0):
        for attempt in range(TRIES):
            plan = _tell(pool[(index + attempt // 6) % len(pool)], channel, seed, index, attempt, known)
            if plan and plan.title not in titles:
                titles.add(plan.title)
                plans.append(plan)
                break
    return plans


def _tell(
    skeleton: Skeleton, channel: ChannelPlan, seed: int, index: int, attempt: int, known: list[DocumentPlan]
) -> DocumentPlan | None:
    rng = chance(seed, channel.site, channel.path, "document", index, attempt)
    if "yearly" in skeleton:
        moment = at(date(LAST_DAY.year - attempt, *skeleton["yearly"]), 10, rng.randrange(60))
        moment = moment if moment.date() <= LAST_DAY else moment.replace(year=moment.year - 1)
    else:
        reach = 200 if skeleton.get("targets") else REACH
        moment = business_moment(rng, days=reach, months=skeleton.get("months", ()), newest=index == 0)
    facts = {**drawn_facts(channel.site, rng), "mark": COUNTY_MARKS.get(channel.site, "")}
    telling = Telling(rng, moment, facts)
    for name, values in skeleton.get("vars", {}).items():
        telling.know(name, rng.choice(values))
    targets = _targets(skeleton, known, rng)
    if skeleton.get("targets") and not targets:
        return None
    for place, target in enumerate(targets, 1):
        telling.know(f"target{place}", target.title)
    telling.prepare([skeleton["body"], *skeleton["title"], *skeleton.get("interpretation", ())])
    title = telling.tell(rng.choice(skeleton["title"]))
    created = working_day_before(moment.date(), rng.choice((0, 1, 1, 2, 3)))
    parts = tuple(markup.parse(telling.tell(skeleton["body"])))
    return DocumentPlan(
        site=channel.site, channel=channel.path, slug=stable_slug(channel.site, channel.path, title), title=title,
        published=moment, summary=summarise(list(parts[:4])), source=telling.tell(skeleton.get("source", "")),
        keywords=telling.tell(skeleton.get("keywords", channel.keywords)), parts=parts, created=created,
        annexes=tuple(skeleton.get("annexes", ())), publisher=skeleton["publisher"].format(site=channel.site),
        joint=tuple(skeleton.get("joint", ())),
        values=_values(skeleton, telling, created),
        relations=tuple((skeleton["ties"], target.slug) for target in targets), original=skeleton.get("original", False),
    )


def _targets(skeleton: Skeleton, known: list[DocumentPlan], rng: Any) -> list[DocumentPlan]:
    """Return older documents for a decision that amends or repeals some."""
    wanted = skeleton.get("targets", 0)
    taken = {slug for plan in known for _, slug in plan.relations}
    old = [
        plan for plan in known
        if plan.values["genre"] in {"05", "07", "18"} and plan.slug not in taken and not plan.relations
        and plan.created < LAST_DAY - timedelta(days=260)
    ]
    return rng.sample(old, wanted) if 0 < wanted <= len(old) else []


def _values(skeleton: Skeleton, telling: Telling, created: date) -> dict[str, Any]:
    effective = created + timedelta(days=skeleton.get("starts", 0)) if "starts" in skeleton else None
    expires = None
    if effective and "years" in skeleton:
        expires = effective.replace(year=effective.year + skeleton["years"], day=min(effective.day, 28)) - timedelta(days=1)
    return {
        "prefix": telling.tell(skeleton.get("prefix", "")), "genre": skeleton.get("genre", ""),
        "theme": skeleton["theme"], "category": skeleton["category"], "effective": effective, "expires": expires,
        "marked": skeleton.get("marked", True), "addressee": telling.tell(skeleton.get("addressee", "")),
        "signature": telling.tell(skeleton.get("signature", "")), "issue_note": skeleton.get("note", ""),
        "department": telling.tell(skeleton.get("department", "")), "audiences": list(skeleton.get("audiences", ())),
        "interpretation": [telling.tell(text) for text in skeleton.get("interpretation", ())],
    }


def _settle(plans: list[DocumentPlan]) -> list[DocumentPlan]:
    """Give every document its validity, from its dates and from what later ones did to it."""
    done = {slug: (kind, plan) for plan in plans for kind, slug in plan.relations}
    settled = []
    for plan in plans:
        kind, later = done.get(plan.slug, ("", plan))
        values = {**plan.values, "validity": _validity(plan, kind)}
        relations = plan.relations
        if kind:
            relations = (*relations, ("related", later.slug))
            values["basis"] = f"《{later.title}》"[:200]
        if kind in ("repeals", "replaces"):
            values["repealed"] = later.created
        settled.append(replace(plan, values=values, relations=relations))
    return settled


def _validity(plan: DocumentPlan, kind: str) -> str:
    effective, expires = plan.values["effective"], plan.values["expires"]
    if kind:
        return {"repeals": "repealed", "replaces": "repealed", "amends": "amended"}[kind]
    if expires and expires < LAST_DAY:
        return "expired"
    if effective and effective > LAST_DAY:
        return "pending"
    return "valid" if plan.values["marked"] else "unmarked"


def number_documents(plans: Iterable[DocumentPlan]) -> dict[str, DocumentPlan]:
    """Return the documents of all sites by slug; each series of a year has its numbers in the order of signing."""
    plans = list(plans)
    last: defaultdict[tuple[str, int], int] = defaultdict(int)
    numbers: dict[str, str] = {}
    for plan in sorted(plans, key=lambda plan: (plan.created, plan.slug)):
        if prefix := plan.values["prefix"]:
            key = (prefix, plan.created.year)
            last[key] += chance(plan.created.toordinal(), plan.slug).randint(1, 5)
            numbers[plan.slug] = f"{prefix}〔{plan.created.year}〕{last[key]}号"
    return {plan.slug: replace(plan, values={**plan.values, "number": numbers.get(plan.slug, "")}) for plan in plans}


def _interpret(documents: list[DocumentPlan], channel: ChannelPlan, size: Size, seed: int) -> list[ArticlePlan]:
    """Return one article for each document that has an interpretation, a day or two after it."""
    plans = []
    for document in [one for one in documents if one.values["interpretation"]]:
        rng = chance(seed, "interpretation", document.site, document.slug)
        title = f"《{document.title}》解读"
        parts = markup.parse(document.values["interpretation"][0])
        plans.append(ArticlePlan(
            site=channel.site, channel=channel.path, slug=stable_slug(channel.site, channel.path, title), title=title,
            published=document.published + timedelta(minutes=rng.randint(20, 200)), summary=summarise(parts),
            source=fixed_facts(channel.site)["office"] + "办公室", editor=rng.choice(EDITORS), keywords="政策解读",
            tags=("政策解读",), parts=tuple(parts), about=document.slug,
        ))
    return plans[: max(size.count(channel.fill[2], repeats=False), 2)]
