"""Plans what stands apart from the daily stream: picture galleries and topic pages."""

from datetime import timedelta
from typing import Any

from content_fixtures import markup
from content_fixtures.dates import LAST_DAY, at, business_moment
from content_fixtures.library import read
from content_fixtures.pictures.catalogue import drawings
from content_fixtures.places import COUNTIES, drawn_facts
from content_fixtures.plans import ChannelPlan, GalleryPlan, TopicPlan
from content_fixtures.prose import Telling
from content_fixtures.seeds import chance, stable_slug
from content_fixtures.sizes import Size


def plan_galleries(channel: ChannelPlan, size: Size, seed: int) -> list[GalleryPlan]:
    """Return the galleries of a channel whose fill is `[galleries, site, count]`."""
    _, group, planned = channel.fill
    pool = [entry for entry in read("galleries") if entry["site"] == group]
    return [_gallery(entry, channel, size, seed, index) for index, entry in enumerate(pool[: size.count(planned, repeats=False)])]


def _gallery(entry: dict[str, Any], channel: ChannelPlan, size: Size, seed: int, index: int) -> GalleryPlan:
    rng = chance(seed, "gallery", entry["title"])
    known = drawings()
    pictures = tuple((name, caption) for name, caption in entry["pictures"].items() if name in known)
    parts = markup.parse(entry["text"])
    return GalleryPlan(
        site=channel.site, channel=channel.path, slug=stable_slug(channel.site, channel.path, entry["title"]),
        title=entry["title"], published=business_moment(rng, days=size.days, newest=index == 0),
        summary=markup.plain(parts)[:110], source="晋城在线", keywords="图片,摄影", parts=tuple(parts),
        picture=pictures[0][0], pictures=pictures,
    )


def plan_topics(channel: ChannelPlan, size: Size, seed: int) -> list[TopicPlan]:
    """Return the topic pages of a channel whose fill is `[topics, group, count]`."""
    _, group, planned = channel.fill
    pool = [entry for entry in read("topics") if entry["site"] in {group, channel.site}]
    if channel.site in COUNTIES:
        pool.sort(key=lambda entry: entry["site"] != channel.site)
    return [_topic(entry, channel, seed, index) for index, entry in enumerate(pool[: size.count(planned, repeats=False)])]


def _topic(entry: dict[str, Any], channel: ChannelPlan, seed: int, index: int) -> TopicPlan:
    rng = chance(seed, "topic", channel.site, entry["title"])
    telling = Telling(rng, at(LAST_DAY), drawn_facts(channel.site, rng))
    title, parts = telling.tell(entry["title"]), markup.parse(telling.tell(entry["text"]))
    archived = LAST_DAY - timedelta(days=120) if entry.get("archived") else None
    return TopicPlan(
        site=channel.site, channel=channel.path, slug=stable_slug(channel.site, channel.path, title), title=title,
        published=at(LAST_DAY - timedelta(days=420 if archived else 12 + index * 45), 9, 10), parts=tuple(parts),
        summary=markup.plain(parts)[:110], source="晋城在线", keywords=entry["keywords"], picture=entry["picture"],
        sections=tuple((name, path, 6) for name, path in entry["sections"].items()), archived=archived,
    )
