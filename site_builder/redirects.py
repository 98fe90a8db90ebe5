"""Pages that send readers on from an address that moved, and what their new address is.

`/_moved/OLD/PATH.html` is such a page. Web servers answer with a redirect to the address that `moved_location` reads out of it;
where none can, the page itself sends readers on. Its canonical link stands in a fixed place, so that reading it needs no
parser, and nothing that an author wrote can be taken for it.
"""

import html
import re
from urllib.parse import quote

from site_builder.errors import BuilderError

LONGEST = 2000  # characters of an address: what servers and browsers take everywhere

_HEAD = '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<link rel="canonical" href="'
_LINK = re.compile(re.escape(_HEAD.encode()) + rb'([^"<>]*)">\n')
_SAFE = "/:?#[]@!&()*+,;=%-._~"  # not `$` and quotes, which mean something to a web server's configuration
_LOCATION = re.compile(r"(?:https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#]|$)|/(?!/))[A-Za-z0-9/:?#\[\]@!&()*+,;=%._~-]*")


def moved_page(location: str, title: str) -> bytes:
    """Return the page for an old address; `location` is a path, or an address with a scheme. Raises BuilderError."""
    address = _checked(location)
    if address is None:
        raise BuilderError(f"不能转到这个地址：{location[:100]!r}")
    link, words = html.escape(address), html.escape(title.strip() or address)
    return (
        f'{_HEAD}{link}">\n<meta http-equiv="refresh" content="0; url={link}">\n<meta name="robots" content="noindex">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{words}</title>\n</head>\n<body>\n<h1>该信息已移至新的地址</h1>\n"
        f'<p><a href="{link}">{words}</a></p>\n</body>\n</html>\n'
    ).encode()


def moved_location(page: bytes) -> str | None:
    """Return the new address out of a page that `moved_page` made; None for any other, or an address that is not safe to send."""
    found = _LINK.match(page)
    if found is None:
        return None
    try:
        location = html.unescape(found[1].decode("ascii"))
    except UnicodeDecodeError:
        return None
    return location if _checked(location) == location else None


def _checked(location: str) -> str | None:
    """Return an address percent-encoded as it is sent in a header; None when it leads anywhere but to a web page."""
    if not location.isprintable() or "\\" in location:
        return None
    encoded = quote(location, safe=_SAFE)
    return encoded if len(encoded) <= LONGEST and _LOCATION.fullmatch(encoded) else None
