"""What can be found: one document for each published page, made from its record by its kind's function.

A kind is added by one registration: `@kind(LetterRecord)` over a function that returns what is particular about it.
"""

from cms.records.base import Record


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
