"""The HTML of a line made ready to store: safe, and with its pictures named by their content."""

import re
from dataclasses import dataclass, field
from html import escape, unescape

from cms.articles.imports.losses import find_losses
from cms.articles.imports.pictures import Picture, PictureError, PictureFolder
from cms.core.sanitise import clean_html

# These work on sanitised HTML only, where every attribute stands in double quotes and has none inside.
IMAGE = re.compile(r"<img [^>]*>")
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
EMBED = re.compile(r"<embed [^>]*>")
PLACE = re.compile(r'<embed embedtype="image" format="fullwidth" id="([0-9a-f]{40})"')
# A picture becomes a figure, which may not stand inside a paragraph or a heading.
HOLDER = re.compile(r"<(p|h2|h3|h4)>((?:(?!</\1>).)*?<embed .*?)</\1>", re.DOTALL)
EMPTY_INLINE = re.compile(r"<(strong|em|b|i|u|s|sub|sup|a)(?: [^>]*)?>\s*</\1>")
TAG = re.compile(r"<[^>]*>")


@dataclass(slots=True)
class Body:
    """`html` holds the hash of a picture where its id will be; `remarks` says what could not be kept."""

    html: str
    pictures: dict[str, Picture] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.pictures and not has_text(self.html)

    def with_ids(self, ids: dict[str, int]) -> str:
        """Return the HTML with the ids of the pictures; one that is not stored yet keeps its hash."""
        if not self.pictures:
            return self.html
        return PLACE.sub(lambda found: found[0].replace(found[1], str(ids.get(found[1], found[1]))), self.html)


def has_text(html: str) -> bool:
    return bool(TAG.sub("", html).replace("&nbsp;", " ").strip())


def prepare_body(html: str, title: str, folder: PictureFolder) -> Body:
    """Return the body as it may be stored."""
    html = html.replace("\0", "")
    cleaned = clean_html(html)[0]
    if "<embed" in cleaned:
        # Numbers of pictures in another system's library mean nothing here.
        cleaned = EMBED.sub("", cleaned)
    losses = find_losses(html, cleaned) if cleaned != html else []
    body = Body(cleaned, remarks=[f"正文已清理，去除了{'、'.join(losses)}"] if losses else [])
    if "<img" in cleaned:
        _place_pictures(body, title, folder)
    return body


def _place_pictures(body: Body, title: str, folder: PictureFolder) -> None:
    def place(image: re.Match[str]) -> str:
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(image[0])}
        try:
            picture = folder.find(attributes["src"].strip())
        except PictureError as error:
            body.remarks.append(str(error))
            return ""
        picture.alt = (attributes.get("alt", "").strip() or title)[:120]
        body.pictures.setdefault(picture.digest, picture)
        return f'<embed embedtype="image" format="fullwidth" id="{picture.digest}" alt="{escape(picture.alt)}">'

    body.html = HOLDER.sub(_lift, IMAGE.sub(place, body.html))


def _lift(holder: re.Match[str]) -> str:
    """Put the pictures of a paragraph behind it, and leave it out if nothing else is in it."""
    tag, inside = holder[1], holder[2]
    rest = EMPTY_INLINE.sub("", EMBED.sub("", inside))
    return (f"<{tag}>{rest}</{tag}>" if has_text(rest) else "") + "".join(EMBED.findall(inside))
