"""The tombstones of the cluster: by their id, by site, and by the pages that they are about."""

from collections import defaultdict
from collections.abc import Iterator

from cms.records import TombstoneRecord


class Graveyard:
    """Holds tombstones, and finds those that a page concerns without looking at all of them."""

    def __init__(self) -> None:
        self._by_id: dict[int, TombstoneRecord] = {}
        self._of_site: dict[str, set[int]] = defaultdict(set)
        self._about: dict[int, set[int]] = defaultdict(set)

    def get(self, number: int) -> TombstoneRecord | None:
        return self._by_id.get(number)

    def of_site(self, site: str) -> Iterator[TombstoneRecord]:
        """Yield the tombstones of a site in the order of their ids."""
        return (self._by_id[number] for number in sorted(self._of_site.get(site, ())))

    def about(self, page: int) -> Iterator[TombstoneRecord]:
        """Yield the tombstones of the addresses where a page was, and of pages that it replaced."""
        return (self._by_id[number] for number in sorted(self._about.get(page, ())))

    def put(self, number: int, tombstone: TombstoneRecord | None) -> None:
        """Put a tombstone in the place of the one with its id, or take that one away."""
        old = self._by_id.pop(number, None)
        if old is not None:
            self._of_site[old.site].discard(number)
            for page in (old.page, old.target):
                self._about[page].discard(number)
        if tombstone is not None:
            self._by_id[number] = tombstone
            self._of_site[tombstone.site].add(number)
            for page in (tombstone.page, tombstone.target):
                self._about[page].add(number)
