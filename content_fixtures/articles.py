"""Tells the article skeletons: which fit a channel, when, about which place, and never twice under one title."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from content_fixtures import markup
from content_fixtures.dates import LAST_DAY, at, business_moment, working_day_before
from content_fixtures.library import read_all
from content_fixtures.pictures.catalogue import pick_picture
from content_fixtures.places import COUNTIES, drawn_facts, place
from content_fixtures.plans import ArticlePlan, ChannelPlan
from content_fixtures.prose import Telling
from content_fixtures.seeds import chance, stable_slug
from content_fixtures.sizes import Size

Skeleton = dict[str, Any]
TRIES = 40
LEAST = 3  # articles in a channel, however short the time that the cluster covers
EDITORS = ("编辑一组", "编辑二组", "编辑三组")
NOTICE_TYPES = {"通知公告", "招标采购", "人事信息"}
PERIODS = {"weekly": 7, "monthly": 31, "yearly": 365}
SITE_SOURCES = {"portal": "晋城在线", "tourism": "晋城市文化和旅游局", "talent": "晋城市人力资源和社会保障局"}


def skeletons_for(subject: str, place_key: str) -> list[Skeleton]:
    """Return the skeletons that name the subject and may be told about the place."""
    return [
        skeleton for skeleton in read_all("articles")
        if subject in skeleton["for"] and place_key in skeleton.get("places", (place_key,))
    ]


def plan_articles(channel: ChannelPlan, size: Size, seed: int) -> list[ArticlePlan]:
    """Return the articles of a channel whose fill is `[articles, subject, count]` or `[pieces, …]`."""
    kind, subject, planned = channel.fill
    subject, _, place_key = subject.partition(":")
    pool = skeletons_for(subject, place_key or channel.site)
    if kind == "pieces":
        chosen = pool[: size.count(planned, repeats=False)]
        return [_tell(one, channel, size, chance(seed, channel.site, channel.path, one["key"]), 0) for one in chosen]
    return list(_tell_many(pool, channel, place_key, size, seed))


def _tell_many(pool: list[Skeleton], channel: ChannelPlan, place_key: str, size: Size, seed: int) -> Iterator[ArticlePlan]:
    titles: set[str] = set()
    rng = chance(seed, channel.site, channel.path)
    order = _shuffled(pool, rng)
    for index in range(size.count(channel.fill[2]) if pool else 0):
        skeleton = order[index % len(order)]
        if index >= LEAST and index * PERIODS.get(skeleton.get("series", ""), 0) > size.days:
            continue
        for attempt in range(TRIES):
            turn = chance(seed, channel.site, channel.path, index, attempt)
            plan = _tell(skeleton, channel, size, turn, index, place_key, dated=attempt > TRIES // 2)
            if plan.title not in titles:
                titles.add(plan.title)
                yield plan
                break


def _shuffled(pool: list[Skeleton], rng: random.Random) -> list[Skeleton]:
    """Return the pool in a random order, what fits the last weeks first so that no channel looks asleep."""
    order = sorted(pool, key=lambda skeleton: skeleton["key"])
    rng.shuffle(order)
    return sorted(order, key=lambda skeleton: LAST_DAY.month not in skeleton.get("months", (LAST_DAY.month,)))


def _tell(
    skeleton: Skeleton, channel: ChannelPlan, size: Size, rng: random.Random, index: int, place_key: str = "",
    *, dated: bool = False,
) -> ArticlePlan:
    place_key = place_key or _place_told(skeleton, channel, rng)
    moment, period = _moment(skeleton, size, rng, index)
    telling = Telling(rng, moment, drawn_facts(place_key, rng), period)
    for name, values in skeleton.get("vars", {}).items():
        telling.know(name, rng.choice(values))
    telling.prepare([skeleton["body"], *skeleton["title"]])
    title = telling.tell(rng.choice(skeleton["title"]))
    if dated and str(moment.year) not in title:
        title = f"{title}（{moment.year}年{moment.month}月）"
    parts = markup.parse(telling.tell(skeleton["body"]))
    keywords = skeleton.get("keywords", channel.keywords)
    return ArticlePlan(
        site=channel.site, channel=channel.path, slug=stable_slug(channel.site, channel.path, title), title=title,
        published=moment, summary=telling.tell(skeleton.get("summary", "")) or summarise(parts),
        source=_source(skeleton, channel, place_key, rng), editor=rng.choice(EDITORS), keywords=keywords,
        genre="notice" if channel.type in NOTICE_TYPES else "news", tags=tuple(keywords.split(","))[:3],
        picture=pick_picture(skeleton.get("picture", ()), rng), parts=tuple(parts),
        annexes=tuple(skeleton.get("annexes", ())), places=tuple(skeleton.get("of", ())),
    )


def _place_told(skeleton: Skeleton, channel: ChannelPlan, rng: random.Random) -> str:
    """Return whom a text is about: a site of the whole city tells what only some counties have about one of those."""
    counties = [key for key in skeleton.get("places", ()) if key in COUNTIES]
    return rng.choice(counties) if counties and channel.site not in COUNTIES else channel.site


def _moment(skeleton: Skeleton, size: Size, rng: random.Random, index: int) -> tuple[datetime, int]:
    """Return when a text appeared and the number of its period; a series has one text a week, month or year."""
    series = skeleton.get("series")
    if series == "weekly":
        day = LAST_DAY - timedelta(days=7 * index + LAST_DAY.weekday() - 4)
        return at(day, 15, 30), day.toordinal() // 7
    if series in {"monthly", "yearly"}:
        step = index if series == "monthly" else index * 12
        number = LAST_DAY.year * 12 + LAST_DAY.month - 1 - step
        day = date(number // 12, 3 if series == "yearly" else number % 12 + 1, rng.randint(12, 18))
        return at(working_day_before(day, 0), 10, rng.randrange(60)), number
    moment = business_moment(rng, days=size.days, months=skeleton.get("months", ()), newest=index == 0)
    return moment, moment.year * 12 + moment.month


def _source(skeleton: Skeleton, channel: ChannelPlan, place_key: str, rng: random.Random) -> str:
    if "source" in skeleton:
        return str(rng.choice(skeleton["source"]))
    if channel.site in SITE_SOURCES:
        return SITE_SOURCES[channel.site] if place_key == channel.site else f"{place(place_key)['county']}融媒体中心"
    return rng.choice((f"{place(place_key)['county']}融媒体中心", f"{place(place_key)['office']}办公室"))


def summarise(parts: list[markup.Part]) -> str:
    """Return the first sentences of a text, about a hundred characters."""
    summary = ""
    for sentence in markup.plain(parts).replace("。", "。\n").splitlines():
        if summary and len(summary) + len(sentence) > 110:
            break
        summary += sentence
    return summary[:200]
