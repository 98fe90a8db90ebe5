"""Every question a template may ask, as a key; each key has an answer and a digest of that answer.

A key is text: the name of the question and its arguments, joined by colons (`latest:12:8:0`). The digest of the
answer is what an output remembers. An output is stale when the digest of one of its keys is another one now, so
additions, removals and moves need no rules of their own. An empty digest is a miss.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from cms.records import ChannelRecord, Link, SwitchRecord, digest, digest_of_bytes
from cms.records.links import resolve_site
from site_builder import catalogue_queries
from site_builder.catalogue_queries import cards_of
from site_builder.members import Members
from site_builder.snapshot import Snapshot, by_time
from site_builder.ties import Tie, is_tied, ties_of

MISSING = b""
Answer = tuple[Any, bytes]


class Identity(NamedTuple):
    """Of a site what every page of it may name, apart from the rest so that a new telephone number touches frames only."""

    key: str
    name: str
    short_name: str
    base_url: str
    theme: str


class Queries:
    """Answers keys from a snapshot. `fixed` gives the digests of what is not content: templates, assets, code."""

    def __init__(self, snapshot: Snapshot, fixed: Callable[[str], bytes] = lambda key: MISSING) -> None:
        self.snapshot = snapshot
        self._fixed = fixed
        self._answers: dict[str, Answer] = {}
        self.digests: dict[str, bytes] = {}  # of the keys that were asked: for whoever compares a million of them
        self._questions: dict[str, Callable[..., Answer]] = {
            "site": self._site, "identity": self._identity, "home": self._home, "switch": self._switch,
            "channel": self._channel, "record": self._record, "card": self._card,
            "link": self._link, "latest": self._latest, "list": self._list, "pages": self._pages, "page": self._page,
            "count": self._count, "neighbours": self._neighbours, "children": self._children,
            "newest": self._newest, "channels": self._channels, "month": self._month, "months": self._months, "media": self._media,
            "tombstone": self._tombstone, "relations": self._relations, "disclosure": self._disclosure,
            "filed": self._filed, "place": self._place, "parts": self._parts, "facets": self._facets, "places": self._places,
            "choices": self._choices, "policies": self._policies, "titles": self._titles,
        }

    def ask(self, key: str) -> Answer:
        """Return the answer to a key and its digest."""
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = self._answer(key)
            self.digests[key] = found[1]
        return found

    def digest_of(self, key: str) -> bytes:
        return self.ask(key)[1]

    def forget(self, keys: Iterable[str]) -> None:
        """Forget the answers to some keys, because the snapshot answers otherwise now."""
        for key in keys:
            self._answers.pop(key, None)
            self.digests.pop(key, None)

    def _answer(self, key: str) -> Answer:
        name, _, rest = key.partition(":")
        question = self._questions.get(name)
        if question is None:
            return None, self._fixed(key)
        return question(*rest.split(":"))

    def _site(self, key: str) -> Answer:
        site = self.snapshot.sites.get(key)
        if site is None:
            return None, MISSING
        resolved = resolve_site(site, lambda number: self.address(key, str(number)))
        return resolved, digest(resolved)

    def _identity(self, key: str) -> Answer:
        site = self.snapshot.sites.get(key)
        if site is None:
            return None, MISSING
        identity = Identity(site.key, site.name, site.short_name, site.base_url, site.theme)
        return identity, digest(identity)

    def address(self, site: str, number: str) -> str | None:
        """Return where a page or channel is, seen from a site: a path, or with the host of the other site."""
        place = self.ask(f"link:{number}")[0]
        if place is None:
            return None
        at, base, path = place
        return str(path) if at == site else f"{base}{path}"

    def _home(self, site: str) -> Answer:
        return self.snapshot.homes.get(site), self.snapshot.digests.get(f"home:{site}", MISSING)

    def _switch(self, site: str) -> Answer:
        """Answer what is switched on; nothing is an answer too."""
        return self.snapshot.switches.get(site, SwitchRecord(site=site)), self.snapshot.digests.get(f"switch:{site}", MISSING)

    def _channel(self, number: str) -> Answer:
        return self.snapshot.channels.get(int(number)), self.snapshot.digests.get(f"channel:{number}", MISSING)

    def _media(self, path: str) -> Answer:
        return self.snapshot.media.get(path), self.snapshot.digests.get(f"media:{path}", MISSING)

    def _tombstone(self, number: str) -> Answer:
        return self.snapshot.tombstones.get(int(number)), self.snapshot.digests.get(f"tombstone:{number}", MISSING)

    def _record(self, number: str) -> Answer:
        """Answer a page without its body. The digest tells, too, whether others say something of the page: then it shows that."""
        row = self.snapshot.rows.get(int(number))
        if row is None:
            return None, MISSING
        return row, digest_of_bytes(row.digest + b"tied") if self.snapshot.told_of.get(row.id) else row.digest

    def relations(self, number: int) -> tuple[list[Tie], bytes, bool]:
        """Return the ties of a page, their digest, and whether they need a key: without any its record says so."""
        if not is_tied(self.snapshot, number):
            return [], MISSING, False
        answer, found = self.ask(f"relations:{number}")
        return answer, found, True

    def _relations(self, number: str) -> Answer:
        found = ties_of(self.snapshot, int(number))
        return found, digest(found) if found else MISSING

    def _card(self, number: str) -> Answer:
        row = self.snapshot.rows.get(int(number))
        return (row.card, row.card_digest) if row else (None, MISSING)

    def _link(self, number: str) -> Answer:
        """Answer (site key, base address of the site, path) of a page or channel."""
        row = self.snapshot.rows.get(int(number))
        channel = self.snapshot.channels.get(int(number))
        if row is None and channel is None:
            return None, MISSING
        site, path = (row.site, row.card.url) if row else (channel.site, channel.url)  # type: ignore[union-attr]
        place = (site, self.snapshot.sites[site].base_url, path)
        return place, digest(place)

    def _cards(self, numbers: list[int]) -> Answer:
        rows = [self.snapshot.rows[number] for number in numbers]
        return [row.card for row in rows], digest_of_bytes(b"".join([row.card_digest for row in rows]))

    def _latest(self, channel: str, count: str, pictures: str) -> Answer:
        members = self.snapshot.members(int(channel))
        if pictures == "0":
            return self._cards(members.newest(int(count)))
        found: list[int] = []
        for number in reversed(members.ids):
            if len(found) == int(count):
                break
            if self.snapshot.rows[number].card.thumb:
                found.append(number)
        return self._cards(found)

    def _listed(self, name: str) -> Members | None:
        """Return what a list shows: of a channel, named by its number, or of the catalogue."""
        if "/" in name:
            return self.snapshot.catalogue.lists.get(name)
        found = self.snapshot.channels.get(int(name))
        return self.snapshot.listed(found) if found else None

    def _list(self, name: str, number: str) -> Answer:
        members = self._listed(name)
        if members is None:
            return None, MISSING
        if "/" not in name:
            return self._cards(members.page(int(number)))
        cards = cards_of(self.snapshot, name, int(number))
        return cards, digest(cards)

    def _pages(self, name: str) -> Answer:
        members = self._listed(name)
        last = members.archived_pages() if members else 0
        return last, b"%d" % last

    def _page(self, name: str, number: str) -> Answer:
        exists = int(number) <= self.ask(f"pages:{name}")[0]
        return exists, b"1" if exists else b"0"

    def _count(self, name: str) -> Answer:
        members = self._listed(name)
        count = len(members.ids) if members else 0
        return count, b"%d" % count

    def _filed(self, name: str) -> Answer:
        exists = self.snapshot.catalogue.has(name)
        return exists, b"1" if exists else b"0"

    def _place(self, name: str) -> Answer:
        found = self.snapshot.filed(name) if self.snapshot.catalogue.has(name) else None
        return found, digest(found) if found else MISSING

    def _parts(self, name: str) -> Answer:
        found = catalogue_queries.parts_of(self.snapshot, name)
        return found, digest(found)

    def _facets(self, scope: str) -> Answer:
        found = catalogue_queries.facets_of(self.snapshot, scope)
        return found, digest(found)

    def _places(self, scope: str) -> Answer:
        found = catalogue_queries.pages_of(self.snapshot, scope)
        return found, digest(found)

    def _choices(self, scope: str) -> Answer:
        found = catalogue_queries.choices_of(self.snapshot, scope)
        return found, digest(found)

    def _policies(self, scope: str, year: str) -> Answer:
        found = catalogue_queries.policies_of(self.snapshot, scope, year)
        return found, digest(found)

    def _disclosure(self, site: str) -> Answer:
        found = catalogue_queries.disclosure_channel(self.snapshot, site)
        return found, b"%d" % found if found else MISSING

    def _neighbours(self, number: str) -> Answer:
        return self.neighbours(int(number))

    def neighbours(self, number: int) -> tuple[tuple[Link | None, Link | None], bytes]:
        """Return (older, newer) in the same channel without remembering the answer."""
        row = self.snapshot.rows.get(number)
        if row is None:
            return (None, None), MISSING
        older, newer = self.snapshot.own(row.channel).neighbours(row.card.sort)
        links = self._title_link(older), self._title_link(newer)
        return links, digest(links)

    def _title_link(self, number: int | None) -> Link | None:
        if number is None:
            return None
        card = self.snapshot.rows[number].card
        return Link(title=card.title, url=card.url)

    def _children(self, site: str, channel: str) -> Answer:
        parent = int(channel) if channel else None
        children: list[ChannelRecord] = self.snapshot.children(site, parent)
        digests = [self.snapshot.digests[f"channel:{child.id}"] for child in children]
        return children, digest_of_bytes(b"".join(digests))

    def _newest(self, site: str, count: str) -> Answer:
        return self._cards(self.snapshot.of_site(site).newest(int(count)))

    def _channels(self, site: str) -> Answer:
        found = sorted((c for c in self.snapshot.channels.values() if c.site == site), key=lambda c: c.path)
        return found, digest([channel.path for channel in found])

    def _months(self, site: str) -> Answer:
        found = sorted(self.snapshot.rows_of_month[site])
        return found, digest(found)

    def _month(self, site: str, month: str) -> Answer:
        rows = [row for _, row in sorted(self.snapshot.rows_of_month[site].get(month, {}).items())]
        text = "\n".join([f"{row.card.url} {row.updated}" for row in rows])
        return [(row.card.url, row.updated) for row in rows], digest_of_bytes(text.encode())

    def _titles(self, site: str, month: str) -> Answer:
        rows = sorted(self.snapshot.rows_of_month[site].get(month, {}).values(), key=by_time, reverse=True)
        return [row.card for row in rows], digest_of_bytes(b"".join([row.card_digest for row in rows]))
