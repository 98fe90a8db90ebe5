"""Plans the pages of organisations and of leaders; the leaders are fictional, and their names say so."""

from typing import Any

from content_fixtures import markup
from content_fixtures.dates import business_moment
from content_fixtures.library import read
from content_fixtures.places import drawn_facts, fixed_facts
from content_fixtures.plans import ChannelPlan, LeaderPlan, OrganisationPlan
from content_fixtures.prose import Telling
from content_fixtures.seeds import chance, stable_slug
from content_fixtures.sizes import Size

SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕"
HOURS = "工作日 8:00—12:00，14:30—18:00（冬季下午 14:00—17:30）"


def organisations(site: str) -> list[dict[str, Any]]:
    """Return the organisations of a site; a county's are told from a template."""
    facts = fixed_facts(site)
    entries = read("organisations")
    if site in entries:
        return list(entries[site])
    if site not in entries["counties"]:
        return []
    mark = entries["counties"][site]
    return [
        {**entry, "key": f"{site}-{entry['key']}", "name": entry["name"].format_map(facts),
         "short": entry["short"].format_map(facts), "code": f"{mark}{entry['code']}"}
        for entry in entries["county"]
    ]


def plan_organisations(channel: ChannelPlan, size: Size, seed: int) -> list[OrganisationPlan]:
    """Return the organisation pages of a channel whose fill is `[organisations, kind, count]`."""
    _, kind, planned = channel.fill
    pool = [entry for entry in organisations(channel.site) if entry.get("kind") == kind]
    return [_organisation(entry, channel, size, seed, order) for order, entry in enumerate(pool[: size.count(planned, repeats=False)], 1)]


def _organisation(entry: dict[str, Any], channel: ChannelPlan, size: Size, seed: int, order: int) -> OrganisationPlan:
    rng = chance(seed, "organisation", entry["key"])
    moment = business_moment(rng, days=min(size.days, 360))
    telling = Telling(rng, moment, drawn_facts(channel.site, rng))
    parts = markup.parse(telling.tell(entry["duties"]))
    departments = tuple(
        {"name": name, "duty": duty, "phone": telling.tell("{phone}")[:-1] + str(place)}
        for place, (name, _, duty) in enumerate(line.partition("：") for line in entry.get("departments", ()))
    )
    values = {
        "address": telling.tell(entry.get("address", "{seat}{road}" + f"{rng.randrange(11, 960)}号")),
        "phone": telling.tell("{phone}"), "hours": entry.get("hours", HOURS), "order": order,
        "postcode": fixed_facts(channel.site)["postcode"],
    }
    return OrganisationPlan(
        site=channel.site, channel=channel.path, slug=stable_slug(channel.site, entry["key"]), title=entry["name"],
        published=moment, summary=markup.plain(parts)[:100], source=entry["name"], keywords=f"{entry['short']},机构职能",
        parts=tuple(parts), organisation=entry["key"], values=values, departments=departments,
    )


def plan_leaders(channel: ChannelPlan, size: Size, seed: int) -> list[LeaderPlan]:
    """Return the leaders of a channel whose fill is `[leaders, group, count]`."""
    _, group, planned = channel.fill
    facts = fixed_facts(channel.site)
    rng = chance(seed, "leaders", channel.site)
    surnames = rng.sample(SURNAMES, len(SURNAMES))
    entries = read("leaders")[group][: size.count(planned, repeats=False)]
    plans = []
    for order, entry in enumerate(entries, 1):
        name = f"{surnames[order]}（示例）"
        parts = markup.parse(entry["resume"].format_map({**facts, "name": name}))
        plans.append(LeaderPlan(
            site=channel.site, channel=channel.path, slug=stable_slug(channel.site, "leader", order), title=name,
            published=business_moment(rng, days=min(size.days, 300)), summary=entry["duties"].format_map(facts)[:120],
            source=facts["office"] + "办公室", keywords="领导之窗", parts=tuple(parts),
            picture=f"portrait-{rng.randint(1, 12):02d}",
            organisation="city" if channel.site == "portal" else f"{channel.site}-government",
            values={"post": entry["post"].format_map(facts), "duties": entry["duties"].format_map(facts), "order": order},
        ))
    return plans
