"""What a template may ask. Each call notes the key it used and the digest of the answer, misses included."""

from cms.records import Card, ChannelRecord, HomeRecord, Link, SiteRecord, SwitchRecord, TombstoneRecord
from site_builder.catalogue import (
    DOCUMENTS,
    LIBRARY,
    TITLE_OF_LIBRARY,
    Filed,
    Value,
    entry_address,
    list_address,
    scopes_on,
    title_of,
)
from site_builder.catalogue_queries import Choices, Policy
from site_builder.queries import Identity, Queries
from site_builder.snapshot import Row
from site_builder.ties import Tie


class Content:
    """The only way from a template to the cluster's content."""

    def __init__(self, queries: Queries, site: str) -> None:
        self._queries = queries
        self._site = site
        self.used: dict[str, bytes] = {}
        self.cuts = b""  # of a page: where its own parts lie between those of the frame

    def _ask(self, key: str) -> object:
        answer, digest = self._queries.ask(key)
        self.used[key] = digest
        return answer

    def note(self, key: str) -> None:
        """Remember that the output depends on this key, whose answer came another way."""
        self.used[key] = self._queries.digest_of(key)

    def site(self) -> SiteRecord:
        return self._ask(f"site:{self._site}")  # type: ignore[return-value]

    def identity(self) -> Identity:
        """Return the site's names and addresses, all that the main part of most pages needs of it."""
        return self._ask(f"identity:{self._site}")  # type: ignore[return-value]

    def home(self) -> HomeRecord | None:
        return self._ask(f"home:{self._site}")  # type: ignore[return-value]

    def switch(self) -> SwitchRecord:
        """Return what is switched on for the site in an emergency."""
        return self._ask(f"switch:{self._site}")  # type: ignore[return-value]

    def channel(self, number: int) -> ChannelRecord | None:
        return self._ask(f"channel:{number}")  # type: ignore[return-value]

    def channels(self) -> list[ChannelRecord]:
        """Return the channels at the top of the site, in order."""
        return self._ask(f"children:{self._site}:")  # type: ignore[return-value]

    def children(self, number: int) -> list[ChannelRecord]:
        """Return the channels directly below one, in order."""
        return self._ask(f"children:{self._site}:{number}")  # type: ignore[return-value]

    def latest(self, channel: int, count: int, *, pictures: bool = False) -> list[Card]:
        """Return the newest cards of a channel and everything below it; with `pictures` only those that have one."""
        return self._ask(f"latest:{channel}:{count}:{int(pictures)}")  # type: ignore[return-value]

    def latest_of_site(self, count: int) -> list[Card]:
        """Return the newest cards of the whole site."""
        return self._ask(f"newest:{self._site}:{count}")  # type: ignore[return-value]

    def all_channels(self) -> list[ChannelRecord]:
        """Return every channel of the site, in the order of their paths."""
        return self._ask(f"channels:{self._site}")  # type: ignore[return-value]

    def card(self, number: int) -> Card | None:
        return self._ask(f"card:{number}")  # type: ignore[return-value]

    def link(self, number: int) -> str | None:
        """Return the address of a page or channel: a path on this site, absolute on another; None if it is gone."""
        self._ask(f"link:{number}")
        return self._queries.address(self._site, str(number))

    def neighbours(self, number: int) -> tuple[Link | None, Link | None]:
        """Return the next older and the next newer page in the same channel."""
        # Asked once a page: keeping the answer would only fill the memory.
        answer, digest = self._queries.neighbours(number)
        self.used[f"neighbours:{number}"] = digest
        return answer

    def count(self, name: int | str) -> int:
        return self._ask(f"count:{name}")  # type: ignore[return-value]

    def page_of_list(self, name: int | str, number: int) -> list[Card]:
        """Return the cards of list page `number` (0: the newest), newest first; a list is a channel, or one of the catalogue by name."""
        return self._ask(f"list:{name}:{number}")  # type: ignore[return-value]

    def last_page(self, name: int | str) -> int:
        """Return the number of the newest full list page, 0 if there is none."""
        return self._ask(f"pages:{name}")  # type: ignore[return-value]

    def has_page(self, name: int | str, number: int) -> bool:
        """Return whether list page `number` exists, without depending on how many others there are."""
        return self._ask(f"page:{name}:{number}")  # type: ignore[return-value]

    def row(self, number: int) -> Row | None:
        return self._ask(f"record:{number}")  # type: ignore[return-value]

    def tombstone(self, number: int) -> TombstoneRecord | None:
        return self._ask(f"tombstone:{number}")  # type: ignore[return-value]

    def months(self) -> list[str]:
        return self._ask(f"months:{self._site}")  # type: ignore[return-value]

    def month(self, month: str) -> list[tuple[str, str]]:
        """Return (path, time of the last change) of the pages published in a month `202601`."""
        return self._ask(f"month:{self._site}:{month}")  # type: ignore[return-value]

    def relations(self, number: int) -> list[Tie]:
        """Return what other pages have to do with a page, the oldest first."""
        answer, digest, is_tied = self._queries.relations(number)
        # Of a page without ties its record says so; a key in each of a hundred thousand articles would cost more than it tells.
        if is_tied or f"record:{number}" not in self.used:
            self.used[f"relations:{number}"] = digest
        return answer

    # The disclosure catalogue; the names of lists are explained in `catalogue`.

    def disclosure(self) -> int | None:
        """Return the channel that the catalogue of the site belongs to."""
        return self._ask(f"disclosure:{self._site}")  # type: ignore[return-value]

    def has_list(self, name: str) -> bool:
        """Return whether anything is filed in a list."""
        return self._ask(f"filed:{name}")  # type: ignore[return-value]

    def place(self, name: str) -> Filed | None:
        """Return what a list is for, in words."""
        return self._ask(f"place:{name}")  # type: ignore[return-value]

    def parts(self, name: str) -> list[tuple[str, str]]:
        """Return (name, words) of the lists that are parts of one."""
        return self._ask(f"parts:{name}")  # type: ignore[return-value]

    def facets(self, scope: str) -> dict[str, list[Value]]:
        """Return the values of each facet with their counts: another answer with every publication."""
        return self._ask(f"facets:{scope}")  # type: ignore[return-value]

    def places(self, scope: str) -> list[str]:
        """Return the names of the lists of a scope that are pages."""
        return self._ask(f"places:{scope}")  # type: ignore[return-value]

    def choices(self, scope: str) -> Choices:
        """Return what the library of a scope can be narrowed by."""
        return self._ask(f"choices:{scope}")  # type: ignore[return-value]

    def policies(self, scope: str, year: str) -> list[Policy]:
        """Return the library's documents of a year, the newest first."""
        return self._ask(f"policies:{scope}:{year}")  # type: ignore[return-value]

    def catalogues(self) -> list[Link]:
        """Return where the catalogues and libraries on this mirror begin."""
        found = []
        for scope in scopes_on(self._site):
            if self.has_list(f"{scope}/{DOCUMENTS}"):
                found.append(Link(title=title_of(scope), url=entry_address(scope)))
            if self.has_list(f"{scope}/{LIBRARY}"):
                found.append(Link(title=title_of(scope, TITLE_OF_LIBRARY), url=list_address(f"{scope}/{LIBRARY}")))
        return found
    def titles(self, month: str) -> list[Card]:
        """Return the cards of the pages published in a month, the newest first."""
        return self._ask(f"titles:{self._site}:{month}")  # type: ignore[return-value]
