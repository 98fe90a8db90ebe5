"""What a template may ask. Each call notes the key it used and the digest of the answer, misses included."""

from cms.records import Card, ChannelRecord, HomeRecord, Link, SiteRecord, SwitchRecord, TombstoneRecord
from site_builder.queries import Identity, Queries
from site_builder.snapshot import Row


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

    def count(self, channel: int) -> int:
        return self._ask(f"count:{channel}")  # type: ignore[return-value]

    def page_of_list(self, channel: int, number: int) -> list[Card]:
        """Return the cards of list page `number` (0: the newest), newest first."""
        return self._ask(f"list:{channel}:{number}")  # type: ignore[return-value]

    def last_page(self, channel: int) -> int:
        """Return the number of the newest full list page, 0 if there is none."""
        return self._ask(f"pages:{channel}")  # type: ignore[return-value]

    def has_page(self, channel: int, number: int) -> bool:
        """Return whether list page `number` exists, without depending on how many others there are."""
        return self._ask(f"page:{channel}:{number}")  # type: ignore[return-value]

    def row(self, number: int) -> Row | None:
        return self._ask(f"record:{number}")  # type: ignore[return-value]

    def tombstone(self, number: int) -> TombstoneRecord | None:
        return self._ask(f"tombstone:{number}")  # type: ignore[return-value]

    def months(self) -> list[str]:
        return self._ask(f"months:{self._site}")  # type: ignore[return-value]

    def month(self, month: str) -> list[tuple[str, str]]:
        """Return (path, time of the last change) of the pages published in a month `202601`."""
        return self._ask(f"month:{self._site}:{month}")  # type: ignore[return-value]

    def titles(self, month: str) -> list[Card]:
        """Return the cards of the pages published in a month, the newest first."""
        return self._ask(f"titles:{self._site}:{month}")  # type: ignore[return-value]
