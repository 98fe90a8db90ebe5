"""What pages ask of the disclosure catalogue, answered from a snapshot."""

import re
from collections import defaultdict
from typing import NamedTuple

import msgspec

from cms.records import Card, Filing
from cms.records.base import Record
from site_builder.catalogue import (
    FACETS,
    LIBRARY,
    Value,
    facet_of,
    is_data,
    mirror_of,
    split,
    year_place,
)
from site_builder.snapshot import Row, Snapshot

DISCLOSURE = "信息公开目录"  # the type of channel that the catalogue belongs to
NUMBER = re.compile(r"(.+?)(?:〔(\d{4})〕|第)\d+号")  # an order (令) has no year
Choice = tuple[str, str]
BY_CODE = ("theme", "genre")


class Choices(NamedTuple):
    """What the library can be narrowed by: (value, words) pairs, marks and years of document numbers, years of publication."""

    genres: list[Choice]
    publishers: list[Choice]
    themes: list[Choice]
    marks: list[str]
    number_years: list[str]
    years: list[str]


class Policy(Record, frozen=True, kw_only=True):
    """A document of the library as scripts filter it: codes and keys as in its record, `url` as seen from the page."""

    id: int
    title: str
    url: str
    number: str
    publishers: tuple[str, ...]
    source: str
    theme: str
    genre: str
    validity: str
    created: str
    date: str


def card_on(snapshot: Snapshot, mirror: str, row: Row) -> Card:
    """Return a card with its address as seen from a mirror: with the host when it is on another one."""
    if row.site == mirror:
        return row.card
    return msgspec.structs.replace(row.card, url=snapshot.sites[row.site].base_url + row.card.url)


def cards_of(snapshot: Snapshot, name: str, number: int) -> list[Card]:
    """Return the cards of a page of a list."""
    members = snapshot.catalogue.lists.get(name)
    mirror = mirror_of(split(name)[0])
    return [card_on(snapshot, mirror, snapshot.rows[each]) for each in members.page(number)] if members else []


def facets_of(snapshot: Snapshot, scope: str) -> dict[str, list[Value]]:
    """Return by facet the values that have documents: themes and genres by code, years from the newest, the others by number."""
    values: dict[str, Value] = {}
    parts: dict[str, list[Value]] = defaultdict(list)
    for name in snapshot.catalogue.of_scope(scope):
        place = split(name)[1]
        if facet_of(place):
            filed = snapshot.filed(name)
            value = Value(place=place, label=filed.label, count=len(snapshot.catalogue.lists[name].ids))
            if filed.within:
                parts[filed.within].append(value)
            else:
                values[place] = value
    found: dict[str, list[Value]] = {facet: [] for facet in FACETS}
    for place, value in values.items():
        facet = facet_of(place)
        found[facet].append(msgspec.structs.replace(value, parts=tuple(_ordered(facet, parts[place]))))
    return {facet: _ordered(facet, members) for facet, members in found.items() if members}


def _ordered(facet: str, values: list[Value]) -> list[Value]:
    if facet in BY_CODE:
        return sorted(values, key=lambda value: value.place)
    if facet == "year":
        return sorted(values, key=lambda value: value.place, reverse=True)
    return sorted(values, key=lambda value: (-value.count, value.place))


def parts_of(snapshot: Snapshot, name: str) -> list[tuple[str, str]]:
    """Return (name, words) of the lists that are parts of one, without their counts."""
    scope, place = split(name)
    if facet_of(place) not in ("theme", "audience"):
        return []
    found = [(each, snapshot.filed(each)) for each in snapshot.catalogue.of_scope(scope)]
    return [(each, filed.label) for each, filed in found if filed.within == place]


def pages_of(snapshot: Snapshot, scope: str) -> list[str]:
    """Return the names of a scope's lists that are pages."""
    return [name for name in snapshot.catalogue.of_scope(scope) if not is_data(name)]


def choices_of(snapshot: Snapshot, scope: str) -> Choices:
    """Return what occurs in the library of a scope."""
    genres: dict[str, str] = {}
    publishers: dict[str, str] = {}
    themes: dict[str, str] = {}
    marks, number_years, years = set(), set(), set()
    for row, filing in _policies(snapshot, f"{scope}/{LIBRARY}"):
        group, _, part = filing.theme.partition("\\")
        genres[filing.genre_code] = filing.genre
        publishers |= filing.issuers
        themes[filing.theme_code[:2]] = group
        if part:
            themes[filing.theme_code] = f"{group}·{part}"
        years.add(filing.year)
        if number := NUMBER.fullmatch(row.card.note):
            marks.add(number[1])
            if number[2]:
                number_years.add(number[2])
    genres.pop("", None)
    return Choices(
        sorted(genres.items()), sorted(publishers.items()), sorted(themes.items()), sorted(marks),
        sorted(number_years, reverse=True), sorted(years, reverse=True),
    )


def policies_of(snapshot: Snapshot, scope: str, year: str) -> list[Policy]:
    """Return the library's documents of a year, the newest first."""
    mirror = mirror_of(scope)
    rows = _policies(snapshot, f"{scope}/{year_place(year)}")
    return [_policy(card_on(snapshot, mirror, row), filing) for row, filing in rows]


def _policy(card: Card, filing: Filing) -> Policy:
    return Policy(
        id=card.id, title=card.title, url=card.url, number=card.note, publishers=tuple(filing.issuers), source=filing.publisher,
        theme=filing.theme_code, genre=filing.genre_code, validity=card.status, created=filing.created, date=card.date,
    )


def _policies(snapshot: Snapshot, name: str) -> list[tuple[Row, Filing]]:
    members = snapshot.catalogue.lists.get(name)
    rows = [snapshot.rows[number] for number in reversed(members.ids)] if members else []
    return [(row, row.filing) for row in rows if row.filing is not None]


def disclosure_channel(snapshot: Snapshot, site: str) -> int | None:
    """Return the channel that the catalogue of a site belongs to: the first of its type, counted from the top of the tree."""
    found = [channel for channel in snapshot.channels.values() if channel.site == site and DISCLOSURE in channel.type.split(",")]
    return min(found, key=lambda channel: (channel.depth, channel.order, channel.id)).id if found else None
