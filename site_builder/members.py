"""Pages in an order, and the list pages that they fill: numbered from the oldest (ADR 3)."""

from bisect import bisect_left
from collections.abc import Iterable

PAGE_SIZE = 20  # cards on a list page


class Members:
    """The pages of a channel, a site or a list of the catalogue in the order of their sort keys, the oldest first."""

    __slots__ = ("ids", "sorts")

    def __init__(self, pages: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(pages)
        self.sorts = [sort for sort, _ in ordered]
        self.ids = [number for _, number in ordered]

    def add(self, sort: str, number: int) -> None:
        place = bisect_left(self.sorts, sort)
        self.sorts.insert(place, sort)
        self.ids.insert(place, number)

    def discard(self, sort: str) -> None:
        place = bisect_left(self.sorts, sort)
        if place < len(self.sorts) and self.sorts[place] == sort:
            del self.sorts[place], self.ids[place]

    def archived_pages(self) -> int:
        """Return how many full pages are numbered; `index.html` keeps one to two pages' worth."""
        return max(0, len(self.ids) // PAGE_SIZE - 1)

    def page(self, number: int) -> list[int]:
        """Return the ids of list page `number` (0: the newest), newest first."""
        if number == 0:
            return self.ids[self.archived_pages() * PAGE_SIZE:][::-1]
        return self.ids[(number - 1) * PAGE_SIZE:number * PAGE_SIZE][::-1]

    def page_with(self, sort: str) -> int:
        """Return the number that the list page with the place of a sort key has, counted from the oldest."""
        return bisect_left(self.sorts, sort) // PAGE_SIZE + 1

    def newest(self, count: int) -> list[int]:
        return self.ids[: -count - 1 : -1]

    def neighbours(self, sort: str) -> tuple[int | None, int | None]:
        """Return the next older and the next newer page of the one with this sort key, which need not be there."""
        place = bisect_left(self.sorts, sort)
        after = place + 1 if place < len(self.sorts) and self.sorts[place] == sort else place
        older = self.ids[place - 1] if place else None
        newer = self.ids[after] if after < len(self.ids) else None
        return older, newer
