"""References to pages inside text, looked up when the text is rendered."""

from cms.records.links import resolve_text
from site_builder.content import Content


def resolve_links(html: str, content: Content) -> str:
    """Replace `href="ref:ID"` by the page's address now; of a page that is gone only the words stay."""
    return resolve_text(html, content.link)
