"""Foreign HTML made safe: known elements, known attributes, no resources of other hosts."""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3

TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "blockquote",
    "strong", "em", "b", "i", "u", "s", "sub", "sup", "br", "hr", "a", "img", "figure", "figcaption", "dl", "dt",
    "dd", "pre", "code", "span", "embed",
}
CELL = {"colspan", "rowspan", "scope"}
ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "width", "height"}, "td": CELL, "th": CELL,
    "embed": {"embedtype", "id", "alt", "format"},
}
LINK_SCHEMES = {"http", "https", "mailto", "tel", "ref"}
NUMBER = re.compile(r"^\d{1,4}$")
EMBED_VALUES = {"embedtype": re.compile("image"), "id": re.compile(r"\d{1,18}"), "format": re.compile("[a-z]+")}

# The page's title is its h1, and below h4 nobody can tell the levels apart.
TOP_HEADING = re.compile(r"<(/?)h1\b", re.IGNORECASE)
LOW_HEADING = re.compile(r"<(/?)h[56]\b", re.IGNORECASE)
# Editors' programs write paragraphs as <div>; one without blocks inside is a paragraph.
PLAIN_DIV = re.compile(
    r"<div\b[^>]*>((?:(?!<(?:div|p|table|ul|ol|dl|h[1-6]|blockquote|figure|pre)\b).)*?)</div>",
    re.IGNORECASE | re.DOTALL,
)
# Works on nh3's output only, where every attribute stands in double quotes and has none inside.
IMAGE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
# A picture of the image library, as Wagtail's rich text writes it; any other embed is a foreign program.
EMBED = re.compile(r'<embed((?: [a-z]+="[^"]*")*)>')
EMPTY_SPAN = re.compile(r"</?span>")
IMPLIED = {"tbody", "html", "head", "body"}


def clean_html(html: str) -> tuple[str, bool]:
    """Return the safe HTML, and whether anything but the way of writing it was changed."""
    prepared = LOW_HEADING.sub(r"<\1h4", TOP_HEADING.sub(r"<\1h2", html))
    prepared = PLAIN_DIV.sub(r"<p>\1</p>", prepared)
    cleaned = nh3.clean(
        prepared, tags=TAGS, attributes=ATTRIBUTES, url_schemes=LINK_SCHEMES, link_rel=None,
        clean_content_tags={"script", "style", "iframe", "object", "noscript", "template", "title"},
        attribute_filter=filter_attribute,
    )
    cleaned = EMPTY_SPAN.sub("", EMBED.sub(keep_own_picture, IMAGE.sub(keep_with_source, cleaned)))
    return cleaned, cleaned != html and inventory(cleaned) != inventory(html)


def keep_with_source(image: re.Match[str]) -> str:
    return image[0] if ' src="' in image[1] else ""


def keep_own_picture(embed: re.Match[str]) -> str:
    return embed[0] if ' embedtype="image"' in embed[1] and ' id="' in embed[1] else ""


def filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Return the attribute's value as it may stay, or None to drop it."""
    if name == "src":
        return value if is_own_path(value) else None
    if name == "href":
        return f"https:{value}" if value.startswith("//") else value
    if name in ("colspan", "rowspan", "width", "height"):
        return value if NUMBER.match(value) else None
    if tag == "embed" and name in EMBED_VALUES:
        return value if EMBED_VALUES[name].fullmatch(value) else None
    if name == "scope":
        return value if value in ("row", "col", "rowgroup", "colgroup") else None
    return value


def is_own_path(address: str) -> bool:
    """Whether an address stays on the page's own host."""
    try:
        parts = urlsplit(address.strip().replace("\\", "/"))
    except ValueError:
        return False
    return bool(parts.path) and not parts.scheme and not parts.netloc


class Inventory(HTMLParser):
    """Counts the elements with their attributes, and keeps the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: Counter[tuple[str, tuple[tuple[str, str | None], ...]]] = Counter()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in IMPLIED:
            self.elements[tag, tuple(sorted(attrs, key=str))] += 1

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements["<!--", ()] += 1


def inventory(html: str) -> tuple[object, str]:
    parser = Inventory()
    parser.feed(html)
    parser.close()
    return parser.elements, "".join("".join(parser.text).split())
