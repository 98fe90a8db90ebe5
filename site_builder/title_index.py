"""The static index of a site: what the search page looks through when the search server does not answer.

One file for each month of publication, the newest page first, so that a publication rewrites one small file; and a list of
the months, the newest first. A row is [title, address, day, document number, index number, validity], without the empty
values at its end.
"""

import msgspec

from cms.records import Card
from site_builder.content import Content

UNMARKED = "unmarked"

_encode = msgspec.json.encode


def months_data(content: Content) -> bytes:
    """Return the list of the months that have a file."""
    return _encode(content.months()[::-1])


def titles_data(month: str, content: Content) -> bytes:
    """Return the rows of a month."""
    return _encode([_row(card) for card in content.titles(month)])


def _row(card: Card) -> list[str]:
    number = card.note if card.kind == "document" else ""
    status = card.status if card.status != UNMARKED else ""
    row = [card.title, card.url, card.date, number, card.index_number, status]
    while not row[-1]:
        row.pop()
    return row
