"""The meta tags that every page must carry, by kind of page (domain table 1.1; 国办发〔2017〕47号, 网页设计规范).

A missing or empty mandatory tag is an error of the page, not a warning: inspections sample them.
"""

from collections.abc import Iterable

from cms.records import ArticleRecord, ChannelRecord, Content, SiteRecord
from site_builder.errors import PageError
from site_builder.templating import escape_text

Tag = tuple[str, str]

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS = ("ArticleTitle", "PubDate", "ContentSource")


def site_tags(site: SiteRecord) -> list[Tag]:
    return [("SiteName", site.name), ("SiteDomain", site.domain), ("SiteIDCode", site.id_code)]


def column_tags(channel: ChannelRecord) -> list[Tag]:
    return [
        ("ColumnName", channel.title),
        ("ColumnDescription", channel.description),
        ("ColumnKeywords", ",".join(channel.keywords)),
        ("ColumnType", channel.type),
    ]


def article_tags(page: Content, address: str, image: str) -> list[Tag]:
    """Return the tags of a content page: three mandatory ones, then those that have a value."""
    author = page.author or (page.editor if isinstance(page, ArticleRecord) else "")
    mandatory = [
        ("ArticleTitle", page.title),
        ("PubDate", f"{page.published[:10]} {page.published[11:16]}"),
        ("ContentSource", page.source),
    ]
    optional = [
        ("Keywords", ",".join(page.keywords)), ("Author", author), ("Description", page.summary),
        ("Image", image), ("Url", address),
    ]
    return mandatory + [(name, value) for name, value in optional if value]


def require(tags: Iterable[Tag], names: Iterable[str]) -> None:
    """Raise PageError naming every mandatory tag that is missing or empty."""
    values = dict(tags)
    missing = [name for name in names if not values.get(name, "").strip()]
    if missing:
        raise PageError(f"缺少必需的网页标签或标签为空：{'、'.join(missing)}")


def meta_html(tags: Iterable[Tag]) -> str:
    return "".join([f'<meta name="{name}" content="{escape_text(value)}">\n' for name, value in tags])
