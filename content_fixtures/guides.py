"""Plans service guides: the same matter is handled by the city's unit on the portal, by the county's on its site."""

from typing import Any

from content_fixtures.dates import business_moment
from content_fixtures.library import read_all
from content_fixtures.places import drawn_facts
from content_fixtures.plans import ChannelPlan, GuidePlan
from content_fixtures.prose import Telling
from content_fixtures.seeds import chance, stable_slug
from content_fixtures.sizes import Size

MATERIAL = ("name", "form", "copies", "source", "note")
STEP = ("title", "text", "days")
QUESTION = ("question", "answer")
SAME = {
    "hours": "工作日 9:00—12:00，13:30—17:00（周六上午受理高频事项）", "channel_of_service": "窗口办理、网上预审",
    "visits": "1次", "audience": "自然人",
}


def plan_guides(channel: ChannelPlan, size: Size, seed: int) -> list[GuidePlan]:
    """Return the guides of a channel whose fill is `[guides, group, count]`."""
    _, group, planned = channel.fill
    pool = [entry for entry in read_all("guides") if group in entry["for"]]
    if group == "county":
        chance(seed, channel.site, "guides").shuffle(pool)
    return [_plan(entry, channel, size, seed) for entry in pool[: size.count(planned, repeats=False)]]


def _plan(entry: dict[str, Any], channel: ChannelPlan, size: Size, seed: int) -> GuidePlan:
    rng = chance(seed, channel.site, "guide", entry["key"])
    moment = business_moment(rng, days=size.days)
    telling = Telling(rng, moment, drawn_facts(channel.site, rng))
    values = {name: telling.tell(str(entry.get(name, SAME.get(name, "")))) for name in (
        "agency", "basis", "conditions", "place", "hours", "fee", "legal_days", "promised_days", "visits",
        "channel_of_service", "result", "audience", "theme",
    )}
    values["phone"] = telling.tell("{phone}")
    values["item_code"] = f"FIX{rng.randrange(10**8):08d}"
    title = telling.tell(entry["title"])
    return GuidePlan(
        site=channel.site, channel=channel.path, slug=stable_slug(channel.site, channel.path, title), title=title,
        published=moment, summary=telling.tell(entry["summary"]), source=values["agency"], keywords=entry["keywords"],
        values=values, materials=_rows(entry["materials"], MATERIAL, telling), steps=_rows(entry["steps"], STEP, telling),
        questions=_rows(entry["questions"], QUESTION, telling), annexes=tuple(entry.get("annexes", ())),
    )


def _rows(lines: list[str], names: tuple[str, ...], telling: Telling) -> tuple[dict[str, str], ...]:
    return tuple(dict(zip(names, telling.tell(line).split("；；"), strict=False)) for line in lines)
