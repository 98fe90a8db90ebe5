"""What is published in channels: one struct a kind, and the card that lists show of any of them.

Times are ISO 8601 to the minute with the offset of Asia/Shanghai (`2026-01-02T08:30+08:00`), dates `2026-01-02`.
`body` and every other HTML field is safe: sanitised, without scripts, style attributes or other hosts' resources.
A link to another page of the cluster stands in it as `href="ref:ID"`; the builder looks it up when it renders,
and `links` lists those ids.
"""

from cms.records.base import Record
from cms.records.media import Attachment, Image


class Card(Record, frozen=True, kw_only=True):
    """What a list shows of a page; its digest does not move when only the body is edited.

    `published` is as in the record and `date` its day; `sort` orders a channel.
    `note` is the kind's own second line: document number, leader's post, handling agency.
    `status` is a document's validity, `index_number` its 索引号.
    """

    id: int
    site: str
    channel: int
    kind: str
    title: str
    url: str
    date: str
    published: str
    sort: str
    summary: str = ""
    source: str = ""
    note: str = ""
    status: str = ""
    index_number: str = ""
    thumb: Image | None = None


class Content(Record, frozen=True, kw_only=True, tag_field="kind"):
    """The fields of every published page. `id` is stable; `url` is the path on its own site.

    `canonical` is set only for an alias (引用): the absolute address of the original.
    `order` above zero sorts before the date where an order is fixed (leaders, organisations).
    `problem` says in words why the page cannot be published as it is; its site then stays as it was.
    """

    id: int
    site: str
    channel: int
    title: str
    url: str
    published: str
    updated: str
    summary: str = ""
    keywords: tuple[str, ...] = ()
    source: str = ""
    author: str = ""
    lead: Image | None = None
    body: str = ""
    attachments: tuple[Attachment, ...] = ()
    links: tuple[int, ...] = ()
    media: tuple[str, ...] = ()
    canonical: str = ""
    problem: str = ""
    order: int = 0

    @property
    def kind(self) -> str:
        return str(self.__struct_config__.tag)

    def card(self) -> Card:
        """Return what lists show of this page."""
        return Card(
            id=self.id, site=self.site, channel=self.channel, kind=self.kind, title=self.title, url=self.url,
            date=self.published[:10], published=self.published, sort=self.sort_key(), summary=self.summary[:120], source=self.source,
            note=self.card_note(), status=self.card_status(), index_number=self.card_index_number(), thumb=self.lead,
        )

    def sort_key(self) -> str:
        """Return what orders a channel: ascending, the newest (or the first in a fixed order) last."""
        rank = f"{99999 - self.order:05d}" if self.order else "00000"
        return f"{rank} {self.published} {self.id:010d}"

    def card_note(self) -> str:
        return ""

    def card_status(self) -> str:
        return ""

    def filing(self) -> "Filing | None":
        """Return where the disclosure catalogue files this page; None for what is no document."""
        return None

    def card_index_number(self) -> str:
        return ""


class ArticleRecord(Content, frozen=True, kw_only=True, tag="article"):
    """News or notice. `genre` is `news` or `notice`; `editor` is the 责任编辑."""

    genre: str = "news"
    subtitle: str = ""
    editor: str = ""
    tags: tuple[str, ...] = ()


class TopicSection(Record, frozen=True, kw_only=True):
    """A part of a topic page: the newest of a channel, or chosen pages, under a heading."""

    title: str
    channel: int | None = None
    items: tuple[int, ...] = ()
    count: int = 6


class TopicRecord(Content, frozen=True, kw_only=True, tag="topic"):
    """A topic page (专题). `archived` is the date since when it says 已归档."""

    sections: tuple[TopicSection, ...] = ()
    archived: str = ""


class Relation(Record, frozen=True, kw_only=True):
    """A tie of a document to another page: interprets, amends, repeals, replaces, related."""

    type: str
    label: str
    target: int


class Filing(Record, frozen=True, kw_only=True):
    """Where the disclosure catalogue files a document, and what the document says of other pages.

    Codes, labels and dates are the record's own; `year` is that of publication. `joint`: (key, name) of those that issued it with
    the publisher, who numbered it. `in_library`: it has a number, that of the
    document or of its registration. `is_alias`: its original is filed on another site.
    """

    year: str
    theme_code: str
    theme: str
    publisher_key: str
    publisher: str
    created: str
    genre_code: str = ""
    genre: str = ""
    category: str = ""
    audiences: tuple[str, ...] = ()
    joint: tuple[tuple[str, str], ...] = ()
    in_library: bool = False
    is_alias: bool = False
    relations: tuple[Relation, ...] = ()

    @property
    def issuers(self) -> dict[str, str]:
        """The names of those that issued the document by key, of the one that numbered it first."""
        return dict([(self.publisher_key, self.publisher), *(pair for pair in self.joint if pair[0] != self.publisher_key)])


ORIGINAL = "原件"  # what the title of the file with the text as signed says
ORIGINAL_FORMATS = (".pdf", ".ofd")


class DocumentRecord(Content, frozen=True, kw_only=True, tag="document"):
    """A disclosure document with the metadata of domain.md 3.5.1; codes stand beside their labels.

    `publisher` is the organisation that numbered it; `joint_publishers` those that issued it with it, by name, and
    `joint_keys` the same ones by key.
    """

    index_number: str
    publisher: str
    publisher_key: str
    theme_code: str
    theme: str
    created: str
    genre: str = ""
    genre_code: str = ""
    number: str = ""
    category: str = ""
    audiences: tuple[str, ...] = ()
    format: str = ""
    language: str = "汉语"
    validity: str = "unmarked"
    validity_label: str = "未标注"
    effective: str = ""
    expires: str = ""
    repealed: str = ""
    basis: str = ""
    method: str = ""
    time_limit: str = ""
    scope: str = ""
    department: str = ""
    procedure: str = ""
    registration: str = ""
    addressee: str = ""
    signature: str = ""
    issue_note: str = ""
    joint_publishers: tuple[str, ...] = ()
    joint_keys: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()

    def card_note(self) -> str:
        return self.number

    def card_status(self) -> str:
        return self.validity

    @property
    def original(self) -> Attachment | None:
        """Return the file with the text as signed: the first PDF or OFD whose title says 原件."""
        return next(
            (each for each in self.attachments if ORIGINAL in each.title and each.filename.lower().endswith(ORIGINAL_FORMATS)), None
        )

    @property
    def annexes(self) -> tuple[Attachment, ...]:
        """Return the attachments but the original."""
        original = self.original
        return tuple(each for each in self.attachments if each is not original)

    def filing(self) -> Filing:
        return Filing(
            year=self.published[:4], theme_code=self.theme_code, theme=self.theme, publisher_key=self.publisher_key,
            publisher=self.publisher, created=self.created, genre_code=self.genre_code, genre=self.genre, category=self.category,
            audiences=self.audiences, joint=tuple(zip(self.joint_keys, self.joint_publishers, strict=True)),
            in_library=bool(self.number or self.registration), is_alias=bool(self.canonical), relations=self.relations,
        )

    def card_index_number(self) -> str:
        return self.index_number


class Material(Record, frozen=True, kw_only=True):
    """A paper that an applicant brings."""

    name: str
    form: str = ""
    copies: str = ""
    source: str = ""
    note: str = ""
    sample: str = ""


class Step(Record, frozen=True, kw_only=True):
    title: str
    text: str
    days: str = ""


class Question(Record, frozen=True, kw_only=True):
    question: str
    answer: str


class GuideRecord(Content, frozen=True, kw_only=True, tag="guide"):
    """A service guide (办事指南) with its ten elements (domain.md 2.1 V6b) and what applicants ask besides."""

    basis: str
    conditions: str
    materials: tuple[Material, ...]
    place: str
    agency: str
    fee: str
    hours: str
    phone: str
    steps: tuple[Step, ...]
    item_code: str = ""
    audience: str = ""
    theme: str = ""
    legal_days: str = ""
    promised_days: str = ""
    visits: str = ""
    channel_of_service: str = ""
    online_url: str = ""
    result: str = ""
    questions: tuple[Question, ...] = ()

    def card_note(self) -> str:
        return self.agency


class Department(Record, frozen=True, kw_only=True):
    name: str
    duty: str = ""
    phone: str = ""


class OrganisationRecord(Content, frozen=True, kw_only=True, tag="organisation"):
    """An organisation (单位); `body` holds its duties."""

    key: str
    address: str
    phone: str
    hours: str
    postcode: str = ""
    email: str = ""
    head: str = ""
    departments: tuple[Department, ...] = ()

    def card_note(self) -> str:
        return self.phone


class LeaderRecord(Content, frozen=True, kw_only=True, tag="leader"):
    """A leader: `body` is the résumé, `lead` the portrait, `duties` what they are in charge of (分工)."""

    post: str
    duties: str
    organisation: str = ""

    def card_note(self) -> str:
        return self.post


class GalleryRecord(Content, frozen=True, kw_only=True, tag="gallery"):
    """A picture gallery; `lead` is its first picture unless the editor chose another."""

    pictures: tuple[Image, ...] = ()


AnyContent = ArticleRecord | TopicRecord | DocumentRecord | GuideRecord | OrganisationRecord | LeaderRecord | GalleryRecord
