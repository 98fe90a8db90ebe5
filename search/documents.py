"""What can be found: one document for each published page, made from its record by its kind's function.

A kind is added by one registration: `@kind(LetterRecord)` over a function that returns what is particular about it.
"""

import re
from html import unescape

from cms.records import Content, Record

TAG = re.compile(r"<[^>]*>")
SPACE = re.compile(r"\s+")


class Document(Record, frozen=True, kw_only=True):
    """A page as search knows it and shows it.

    `url` is absolute. `channels` are the ids of its channel and those above it, the nearest last. `text` is plain text without
    the title, `attachments` that of its files. `organisations` are keys, `organisation_names` what people call them. `alias`: it
    stands for a page of another site, and is found only by who searches its own site. Codes as in domain.md 3.5.
    """

    id: int
    site: str
    kind: str
    title: str
    url: str
    date: str
    channels: tuple[int, ...] = ()
    channel_title: str = ""
    published: str = ""
    summary: str = ""
    text: str = ""
    attachments: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    organisation_names: tuple[str, ...] = ()
    number: str = ""
    index_number: str = ""
    created: str = ""
    theme: str = ""
    genre: str = ""
    category: str = ""
    audiences: tuple[str, ...] = ()
    validity: str = ""
    alias: bool = False


class Surroundings(Record, frozen=True, kw_only=True):
    """What a page's record does not say itself: `channels` are the ids of its channel and those above, the nearest last."""

    base_url: str
    channels: tuple[int, ...]
    channel_title: str
    organisation_names: tuple[str, ...] = ()
    attachments: str = ""


def document_of(record: Content, around: Surroundings) -> Document | None:
    """Return the document of a page; None of a kind that nobody looks for."""
    return Document(
        id=record.id, site=record.site, kind=record.kind, title=record.title, url=around.base_url + record.url,
        date=record.published[:10], channels=around.channels, channel_title=around.channel_title, published=record.published,
        summary=record.summary, text=SPACE.sub(" ", unescape(TAG.sub(" ", record.body))).strip(), attachments=around.attachments,
        source=record.source, alias=bool(record.canonical), organisation_names=around.organisation_names,
    )
