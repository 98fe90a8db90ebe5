"""What can be found: one document for each published page, made from its record by its kind's function.

A kind is added by one registration: `@kind(LetterRecord)` over a function that returns what is particular about it.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any, TypeVar

from cms.records import (
    ArticleRecord,
    Content,
    DocumentRecord,
    GalleryRecord,
    GuideRecord,
    LeaderRecord,
    OrganisationRecord,
    Record,
    TopicRecord,
)

BLOCK = re.compile(r"</?(?:p|h[1-6]|li|ul|ol|table|tr|t[dh]|div|figure|figcaption|section|blockquote|br|hr)\b[^>]*>")
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
    """What a page's record does not say itself.

    `channels` are the ids of its channel and those above it, the nearest last; `attachments` the text of its files. `organisations` are
    the names of organisations by key.
    """

    base_url: str
    channels: tuple[int, ...]
    channel_title: str
    organisations: dict[str, str] = {}
    attachments: str = ""


Particulars = dict[str, Any]
Page = TypeVar("Page", bound=Content)
_kinds: dict[type[Content], Callable[[Any], Particulars]] = {}


def kind(record: type[Page]) -> Callable[[Callable[[Page], Particulars]], Callable[[Page], Particulars]]:
    """Register a function that returns what is particular about pages of a kind: fields of a Document.

    Its `text` is what the page says besides its body.
    """

    def register(function: Callable[[Page], Particulars]) -> Callable[[Page], Particulars]:
        _kinds[record] = function
        return function

    return register


def document_of(record: Content, around: Surroundings) -> Document | None:
    """Return the document of a page; None of a kind that nobody looks for."""
    particulars = _kinds.get(type(record))
    if particulars is None:
        return None
    own = particulars(record)
    said = [plain(record.body), *own.pop("text", ())]
    keys = own.get("organisations", ())
    names = [around.organisations.get(key, "") for key in keys]
    own.setdefault("organisation_names", tuple(name for name in names if name))
    own.setdefault("tags", record.keywords)
    return Document(
        id=record.id, site=record.site, kind=record.kind, title=record.title, url=around.base_url + record.url,
        date=record.published[:10], published=record.published, channels=around.channels, channel_title=around.channel_title,
        summary=record.summary, text="\n".join(filter(None, said)), attachments=around.attachments, source=record.source,
        alias=bool(record.canonical), **own,
    )


def plain(html: str) -> str:
    """Return the words of safe HTML; the ends of paragraphs and cells part them, other tags do not."""
    return SPACE.sub(" ", unescape(TAG.sub("", BLOCK.sub(" ", html)))).strip()


@kind(ArticleRecord)
def _article(record: ArticleRecord) -> Particulars:
    return {"tags": tuple(dict.fromkeys((*record.tags, *record.keywords))), "text": [record.subtitle]}


@kind(TopicRecord)
def _topic(record: TopicRecord) -> Particulars:
    return {"text": [section.title for section in record.sections]}


@kind(GalleryRecord)
def _gallery(record: GalleryRecord) -> Particulars:
    return {"text": [line for picture in record.pictures for line in (picture.caption or picture.alt,)]}


@kind(DocumentRecord)
def _document(record: DocumentRecord) -> Particulars:
    return {
        "organisations": tuple(dict.fromkeys((record.publisher_key, *record.joint_keys))),
        "organisation_names": tuple(dict.fromkeys((record.publisher, *record.joint_publishers))),
        "number": record.number, "index_number": record.index_number, "created": record.created, "theme": record.theme_code,
        "genre": record.genre_code, "category": record.category, "audiences": record.audiences, "validity": record.validity,
        "text": [record.addressee, record.signature, record.department],
    }


@kind(GuideRecord)
def _guide(record: GuideRecord) -> Particulars:
    return {
        "organisation_names": (record.agency,), "number": "",
        "text": [
            record.basis, record.conditions, record.place, record.fee, record.hours, record.phone, record.theme, record.item_code,
            record.result, record.legal_days, record.promised_days, record.audience,
            *(f"{material.name} {material.note}" for material in record.materials),
            *(f"{step.title} {step.text}" for step in record.steps),
            *(f"{each.question} {each.answer}" for each in record.questions),
        ],
    }


@kind(OrganisationRecord)
def _organisation(record: OrganisationRecord) -> Particulars:
    return {
        "organisations": (record.key,),
        "text": [
            record.address, record.phone, record.hours, record.email, record.head,
            *(f"{each.name} {each.duty} {each.phone}" for each in record.departments),
        ],
    }


@kind(LeaderRecord)
def _leader(record: LeaderRecord) -> Particulars:
    return {"text": [record.post, record.duties, record.organisation], "tags": (record.post, *record.keywords)}
