"""The content list and a single page, as records."""

from typing import Any

from rest_framework.exceptions import NotFound, ValidationError

from cms.api.addresses import Addresses
from cms.api.cluster import Cluster
from cms.api.kinds import ORGANISATION, TAG
from cms.api.paging import part_of
from cms.api.selection import Conditions, select_pages
from cms.export.pages import export_contents
from cms.records import Card, ChannelRecord, Content
from cms.records.links import resolve_content

GREATEST_ID = 2**63 - 1


def list_content(cluster: Cluster, parameters: dict[str, Any]) -> tuple[int, list[Card]]:
    """Return how many pages meet the parameters, and the cards of one part of the list."""
    conditions = Conditions(
        channels=_channels(cluster, parameters), kinds=parameters.get("kind", ()),
        filters={name: parameters[name] for name in (TAG, ORGANISATION) if name in parameters},
        start=parameters.get("from"), end=parameters.get("to"),
    )
    pages = select_pages(cluster, conditions)
    count = pages.count()
    part = part_of(count, parameters)
    sign = "-" if parameters["ordering"].startswith("-") else ""
    rows = pages.order_by(f"{sign}published_at", f"{sign}id")[part]
    ids = [number for number, *_ in rows]
    cards = {record.id: record.card() for record in export_contents(cluster.context, ids)}
    return count, [cards[number] for number in ids if number in cards]


def find_content(cluster: Cluster, number: int) -> Content:
    """Return the record of a published page, its links resolved as on the mirror."""
    conditions = Conditions(channels=list(cluster.channels.values()), numbers=[min(number, GREATEST_ID)])
    ids = [each for each, *_ in select_pages(cluster, conditions)]
    record: Content | None = next(iter(export_contents(cluster.context, ids)), None)
    if record is None:
        raise NotFound(f"没有编号为 {number} 的内容，或者它没有公开发布。")
    return resolve_content(record, Addresses(cluster, record.links).seen_from(record.site))


def _channels(cluster: Cluster, parameters: dict[str, Any]) -> list[ChannelRecord]:
    """Return the channels that `site` and `channel` leave."""
    sites = parameters.get("site", cluster.site_keys)
    unknown = [key for key in sites if key not in cluster.site_keys]
    if unknown:
        raise ValidationError({"site": f"没有站点“{unknown[0]}”。"})
    found = [channel for channel in cluster.channels.values() if channel.site in sites]
    wanted = parameters.get("channel")
    if wanted is None:
        return found
    tops = [channel for channel in found if wanted.strip("/") in (str(channel.id), channel.path)]
    if not tops:
        raise ValidationError({"channel": f"没有栏目“{wanted}”，或者它没有公开发布。"})
    return cluster.below(tops)
