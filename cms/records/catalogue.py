"""An entry of the disclosure catalogue (政府信息公开目录): a document by its core elements, without its text.

The 14 core elements are those of 《政府信息公开目录系统实施指引（试行）》 (2009), in its order and under its names. Behind them stand
three of our own.
"""

from collections.abc import Mapping
from typing import NamedTuple

from cms.records.base import Record
from cms.records.content import DocumentRecord


class RelatedPage(Record, frozen=True, kw_only=True, omit_defaults=False):
    """A page that a document has to do with: interprets it, was amended by it …; `url` is absolute."""

    type: str
    label: str
    title: str
    url: str


class CatalogueEntry(Record, frozen=True, kw_only=True, omit_defaults=False):
    """The core elements under the English names of the guide in snake case; nothing is left out, absent values are empty.

    `url` is absolute. `date` is the day of publication, as in every list; `date_issued` is the element of that name.
    """

    id: int
    site: str
    kind: str
    date: str
    identifier: str
    title: str
    description: str
    date_created: str
    publisher: str
    subject: str
    genre: str
    document_number: str
    url: str
    keywords: tuple[str, ...]
    format: str
    language: str
    relation: tuple[RelatedPage, ...]
    date_issued: str
    joint_publishers: tuple[str, ...]
    validity: str
    validity_label: str


class Element(NamedTuple):
    """A column of the catalogue: its name in the guide, and the field of an entry."""

    label: str
    field: str


CORE = (
    Element("索引号", "identifier"), Element("名称", "title"), Element("内容概述", "description"),
    Element("生成日期", "date_created"), Element("发布机构", "publisher"), Element("主题分类", "subject"),
    Element("体裁分类", "genre"), Element("文号", "document_number"), Element("在线链接地址", "url"),
    Element("关键词", "keywords"), Element("信息格式", "format"), Element("语种", "language"),
    Element("相关信息", "relation"), Element("发布日期", "date_issued"),
)
COLUMNS = (
    *CORE, Element("联合发文机关", "joint_publishers"), Element("有效性", "validity_label"), Element("所属站点", "site"),
)
HEADINGS = tuple(column.label for column in COLUMNS)


class Published(NamedTuple):
    """A page that readers can open: its title and absolute address."""

    title: str
    url: str


def entry_of(record: DocumentRecord, base_url: str, pages: Mapping[int, Published]) -> CatalogueEntry:
    """Return the entry of a document; `pages` are those among its relations that readers can open."""
    day = record.published[:10]
    return CatalogueEntry(
        id=record.id, site=record.site, kind=record.kind, date=day, identifier=record.index_number, title=record.title,
        description=record.summary, date_created=record.created, publisher=record.publisher, subject=record.theme,
        genre=record.genre, document_number=record.number, url=base_url + record.url, keywords=record.keywords,
        format=record.format, language=record.language,
        relation=tuple(
            RelatedPage(type=each.type, label=each.label, title=pages[each.target].title, url=pages[each.target].url)
            for each in record.relations if each.target in pages
        ),
        date_issued=day, joint_publishers=record.joint_publishers, validity=record.validity,
        validity_label=record.validity_label,
    )


def row_of(entry: CatalogueEntry) -> list[str]:
    """Return an entry as a row of a table, in the order of `HEADINGS`."""
    return [_text(getattr(entry, column.field)) for column in COLUMNS]


def _text(value: str | tuple[str | RelatedPage, ...]) -> str:
    if isinstance(value, str):
        return value
    return "；".join(each if isinstance(each, str) else f"{each.label}：{each.title} {each.url}" for each in value)
