"""What can be found: one document for each published page, made from its record by its kind's function.

A kind is added by one registration: `@kind(LetterRecord)` over a function that returns what is particular about it.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from cms.records.base import Record
from cms.records.content import (
    ArticleRecord,
    Content,
    DocumentRecord,
    GalleryRecord,
    GuideRecord,
    LeaderRecord,
    OrganisationRecord,
    TopicRecord,
)
from cms.records.sites import ChannelRecord
from search.plain_text import plain

MOST_TEXT = 200_000  # characters of a text, and of a page's attachments together, that are searched


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


Particular = dict[str, Any]  # fields of Document
Kind = TypeVar("Kind", bound=Content)
_kinds: dict[type[Content], Callable[[Any], Particular]] = {}


def kind(record: type[Kind]) -> Callable[[Callable[[Kind], Particular]], Callable[[Kind], Particular]]:
    """Register what is particular about a kind; `more`, if given, is text that goes before the body's."""

    def register(function: Callable[[Kind], Particular]) -> Callable[[Kind], Particular]:
        _kinds[record] = function
        return function

    return register


def is_searched(record: object) -> bool:
    """Return whether a record is of a kind that can be found."""
    return type(record) in _kinds


def document_of(record: Content, *, base_url: str, channels: tuple[ChannelRecord, ...], texts: Mapping[str, str] | None = None) -> Document:
    """Return the document of a page.

    `base_url` is that of its site, without a slash at the end; `channels` its channel and those above it, the nearest last;
    `texts` what its attachments say, by path.
    """
    particular = _kinds[type(record)](record)
    more = particular.pop("more", ())
    texts = texts or {}
    attachments = [part for each in record.attachments for part in (each.title, texts.get(each.path, "")) if part]
    tags = dict.fromkeys((*record.keywords, *particular.pop("tags", ())))
    return Document(
        id=record.id, site=record.site, kind=record.kind, title=record.title, url=record.canonical or base_url + record.url,
        date=record.published[:10], published=record.published, channels=tuple(channel.id for channel in channels),
        channel_title=channels[-1].title if channels else "", summary=record.summary, source=particular.pop("source", record.source),
        text=" ".join(part for part in (*more, plain(record.body)) if part)[:MOST_TEXT],
        attachments=" ".join(attachments)[:MOST_TEXT], tags=tuple(tags), alias=bool(record.canonical), **particular,
    )


@kind(ArticleRecord)
def _article(record: ArticleRecord) -> Particular:
    return {"tags": record.tags, "more": (record.subtitle,)}


@kind(TopicRecord)
def _topic(record: TopicRecord) -> Particular:
    return {"more": tuple(section.title for section in record.sections)}


@kind(GalleryRecord)
def _gallery(record: GalleryRecord) -> Particular:
    return {"more": tuple(picture.caption or picture.alt for picture in record.pictures)}


@kind(DocumentRecord)
def _document(record: DocumentRecord) -> Particular:
    return {
        "organisations": (record.publisher_key,) if record.publisher_key else (),
        "organisation_names": tuple(dict.fromkeys((record.publisher, *record.joint_publishers))),
        "number": record.number, "index_number": record.index_number, "created": record.created, "theme": record.theme_code,
        "genre": record.genre_code, "category": record.category, "audiences": record.audiences, "validity": record.validity,
        "source": record.source or record.publisher,
    }


@kind(GuideRecord)
def _guide(record: GuideRecord) -> Particular:
    materials = "、".join(each.name for each in record.materials)
    steps = " ".join(f"{each.title} {plain(each.text)}" for each in record.steps)
    questions = " ".join(f"{each.question} {plain(each.answer)}" for each in record.questions)
    parts = (record.item_code, record.conditions, record.basis, record.place, record.fee, record.hours, record.phone, record.result)
    return {
        "organisation_names": (record.agency,) if record.agency else (), "source": record.source or record.agency,
        "audiences": (record.audience,) if record.audience else (),
        "more": (materials, *(plain(part) for part in parts), steps, questions),
    }


@kind(OrganisationRecord)
def _organisation(record: OrganisationRecord) -> Particular:
    departments = " ".join(f"{each.name} {plain(each.duty)} {each.phone}" for each in record.departments)
    return {
        "organisations": (record.key,), "organisation_names": (record.title,),
        "more": (record.address, record.phone, record.hours, record.head, departments),
    }


@kind(LeaderRecord)
def _leader(record: LeaderRecord) -> Particular:
    return {"organisations": (record.organisation,) if record.organisation else (), "more": (record.post, plain(record.duties))}
