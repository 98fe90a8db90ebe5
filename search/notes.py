"""How far an index is: the note that the engine keeps with it, so that index and position cannot part."""

import msgspec

from cms.publishing.position import Position

Facts = dict[tuple[str, str], int]  # (site, key) → number of the last change that spoke of it


class Note(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an index contains: all that the Change feed says up to a position, but for what is waiting.

    `waiting` has by site the keys that are not live yet on its mirror, with the number of their last change. `sites` are
    the sites that were published; `addresses` is the pattern of their addresses, which no change announces. `unread` are pages
    that are in the index without the text of some attachment, in the order in which they are tried again.
    """

    number: int
    missing: str = ""
    waiting: dict[str, dict[str, int]] = {}
    sites: tuple[str, ...] = ()
    addresses: str = ""
    unread: tuple[int, ...] = ()

    @property
    def position(self) -> Position:
        return Position.of(self.number, self.missing)

    def facts(self) -> Facts:
        """Return what is waiting."""
        return {(site, key): number for site, keys in self.waiting.items() for key, number in keys.items()}

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def of(
        cls, position: Position, facts: Facts, sites: tuple[str, ...], addresses: str, unread: tuple[int, ...]
    ) -> "Note":
        """Return the note of an index that is as far as a position, with what waits."""
        waiting: dict[str, dict[str, int]] = {}
        for (site, key), number in sorted(facts.items()):
            waiting.setdefault(site, {})[key] = number
        return cls(
            number=position.number, missing=position.note(), waiting=waiting, sites=sites, addresses=addresses, unread=unread
        )


def read_note(text: str) -> Note | None:
    """Return the note of an index; None without one, or for one that another version of the program wrote."""
    try:
        return msgspec.json.decode(text, type=Note) if text else None
    except msgspec.DecodeError:
        return None
