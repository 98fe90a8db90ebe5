"""What pages have to do with each other, told from both ends, whichever of them says it.

A document stores its relations: it amends, repeals, replaces or interprets another page, or goes with it. The other page
hears of it here. Between a document and a page that is none, 解读 means the page that is none: it is the interpretation.
"""

from typing import NamedTuple

from site_builder.snapshot import Snapshot

# What the other page is to this one, by the relation that this one stores, and by the one that the other stores.
OUTWARD = {"amends": "amends", "repeals": "repeals", "replaces": "replaces", "related": "related"}
INWARD = {"amends": "amended_by", "repeals": "repealed_by", "replaces": "replaced_by", "related": "related"}
INTERPRETS = "interprets"
INTERPRETATION, INTERPRETED, RELATED = "interpretation", "interpreted", "related"
HISTORY = frozenset(("amends", "repeals", "replaces", "amended_by", "repealed_by", "replaced_by"))
PASSIVE = frozenset(("amended_by", "repealed_by", "replaced_by"))  # what was done to this page, on the day of the other one


class Tie(NamedTuple):
    """Another page, what it is to this one (`role`), and since what day: that of the document that acted, or of the other page."""

    role: str
    page: int
    day: str


def is_tied(snapshot: Snapshot, number: int) -> bool:
    """Return whether a page says something of another one, or another one of it."""
    row = snapshot.rows.get(number)
    own = row is not None and row.filing is not None and bool(row.filing.relations)
    return own or bool(snapshot.told_of.get(number))


def ties_of(snapshot: Snapshot, number: int) -> list[Tie]:
    """Return the ties of a page to pages that are published, the oldest first, each once; 相关 only where nothing more is said."""
    row = snapshot.rows.get(number)
    if row is None:
        return []
    found = set()
    for relation in row.filing.relations if row.filing is not None else ():
        if relation.target in snapshot.rows:
            found.add(_tie(snapshot, number, relation.target, _role(snapshot, relation.type, relation.target, OUTWARD)))
    for source in snapshot.told_of.get(number, ()):
        filing = snapshot.rows[source].filing
        # An alias says no more than its original.
        for relation in filing.relations if filing is not None and not filing.is_alias else ():
            if relation.target == number:
                found.add(_tie(snapshot, number, source, _role(snapshot, relation.type, number, INWARD)))
    said = {tie.page for tie in found if tie.role != RELATED}
    return sorted((tie for tie in found if tie.role != RELATED or tie.page not in said), key=lambda tie: (tie.day, tie.page, tie.role))


def _role(snapshot: Snapshot, relation: str, target: int, roles: dict[str, str]) -> str:
    if relation != INTERPRETS:
        return roles.get(relation, RELATED)
    # Two documents: the one that says so is the interpretation, as with everything else that a document does.
    target_interprets = snapshot.rows[target].filing is None
    return INTERPRETATION if target_interprets == (roles is OUTWARD) else INTERPRETED


def _tie(snapshot: Snapshot, number: int, other: int, role: str) -> Tie:
    row = snapshot.rows[number if role in HISTORY - PASSIVE else other]
    day = row.filing.created if role in HISTORY and row.filing is not None else row.card.date
    return Tie(role, other, day)


def tied_with(snapshot: Snapshot, number: int) -> set[int]:
    """Return the pages that hear it when a page comes, goes or changes: those that it speaks of, and those that speak of it."""
    row = snapshot.rows.get(number)
    own = {relation.target for relation in row.filing.relations} if row is not None and row.filing is not None else set()
    return own | snapshot.told_of.get(number, set())
