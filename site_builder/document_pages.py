"""What the page of a document shows besides its record: where it is filed, and what other pages have to do with it."""

from collections import defaultdict
from typing import NamedTuple

from cms.records import Card, DocumentRecord, Link
from site_builder.catalogue import FACETS, facet_of, list_address, places_of
from site_builder.content import Content
from site_builder.ties import HISTORY, INTERPRETATION, INTERPRETED, RELATED

WORDS = {
    "amends": "修改", "repeals": "废止", "replaces": "替代", "amended_by": "被修改", "repealed_by": "被废止", "replaced_by": "被替代",
    INTERPRETATION: "解读", INTERPRETED: "解读的文件", RELATED: "相关",
}
ENDS = ("repealed_by", "replaced_by")


class Told(NamedTuple):
    """Another page, what it is to this one in words, since when, and where it is as seen from here."""

    role: str
    label: str
    day: str
    card: Card
    url: str


class Event(NamedTuple):
    """A day in the life of a document, and the document that made it one."""

    day: str
    label: str
    told: Told | None = None


class Ties(NamedTuple):
    """Other pages by what they are to this one."""

    interpretations: tuple[Told, ...] = ()
    interpreted: tuple[Told, ...] = ()
    history: tuple[Told, ...] = ()
    related: tuple[Told, ...] = ()


NO_TIES = Ties()


def ties_on(number: int, content: Content) -> Ties:
    """Return the ties of a page to those that can be opened."""
    ties = content.relations(number)
    if not ties:
        return NO_TIES
    found = defaultdict(list)
    for tie in ties:
        card, url = content.card(tie.page), content.link(tie.page)
        if card is not None and url is not None:
            group = "history" if tie.role in HISTORY else tie.role
            found[group].append(Told(tie.role, WORDS[tie.role], tie.day, card, url))
    return Ties(tuple(found[INTERPRETATION]), tuple(found[INTERPRETED]), tuple(found["history"]), tuple(found[RELATED]))


def history_of(page: DocumentRecord, ties: Ties) -> list[Event]:
    """Return the dated history of a document, the oldest first; empty where there is nothing to tell but its date."""
    ended = any(told.role in ENDS for told in ties.history)
    events = [Event(page.effective, "施行"), *(Event(told.day, told.label, told) for told in ties.history)]
    if not ended:
        events.append(Event(page.repealed, "废止") if page.repealed else Event(page.expires, "有效期至"))
    dated = [event for event in events if event.day]
    return sorted([Event(page.created, "成文"), *dated], key=lambda event: event.day) if dated else []


class Places(NamedTuple):
    """By facet the lists that a document is in, with the words for them."""

    theme: list[Link]
    genre: list[Link]
    organisation: list[Link]
    audience: list[Link]
    category: list[Link]
    year: list[Link]


def filed_under(page: DocumentRecord) -> Places:
    """Return the lists that a document is in; of a class with parts only the part.

    They are there because the document is, so nothing has to be asked.
    """
    found: dict[str, list[Link]] = {facet: [] for facet in FACETS}
    places = list(places_of(page.filing()))
    wholes = {filed.within for filed in places}
    for filed in places:
        facet = facet_of(filed.place)
        if facet and filed.place not in wholes:
            found[facet].append(Link(title=filed.label, url=list_address(f"{page.site}/{filed.place}")))
    return Places(**found)
