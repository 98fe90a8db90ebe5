"""References to pages inside text, looked up when the text is rendered."""

import re

from site_builder.content import Content

REFERENCE = re.compile(r'<a href="ref:(\d+)"([^>]*)>(.*?)</a>', re.S)


def resolve_links(html: str, content: Content) -> str:
    """Replace `href="ref:ID"` by the page's address now; of a page that is gone only the words stay."""

    def replace(found: re.Match[str]) -> str:
        address = content.link(int(found[1]))
        return f'<a href="{address}"{found[2]}>{found[3]}</a>' if address else found[3]

    return REFERENCE.sub(replace, html)
