"""Wagtail's stored rich text as safe HTML: links to pages become references, pictures and files their public copies."""

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from cms.core.blocks.picture import figure

if TYPE_CHECKING:
    from cms.export.context import ExportContext

LINK = re.compile(r'<a ([^>]*linktype="(page|document)"[^>]*)>(.*?)</a>', re.S)
EMBED = re.compile(r"<embed ([^>]*)/?>")
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')  # the editor's own marks
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')


def expand(html: str, context: "ExportContext") -> str:
    """Return rich text with links and pictures resolved; text without either is returned as it is."""
    if "data-block-key=" in html:
        html = BLOCK_KEY.sub("", html)
    if "linktype=" in html:
        html = LINK.sub(lambda found: _link(found, context), html)
    if "<embed" in html:
        html = EMBED.sub(lambda found: _embed(found, context), html)
    return html


def _link(found: re.Match[str], context: "ExportContext") -> str:
    attributes = dict(ATTRIBUTE.findall(found[1]))
    number = int(attributes.get("id") or 0)
    if found[2] == "page":
        return f'<a href="{context.page_link(number)}">{found[3]}</a>'
    file = context.attachment(number)
    return f'<a href="{escape(file.path)}" download="{escape(file.filename)}">{found[3]}</a>' if file else found[3]


def _embed(found: re.Match[str], context: "ExportContext") -> str:
    attributes = dict(ATTRIBUTE.findall(found[1]))
    if attributes.get("embedtype") != "image":
        return ""  # other kinds come from other hosts, which the pages' CSP forbids
    image = context.image(int(attributes.get("id") or 0), alt=unescape(attributes.get("alt", "")))
    return figure(image) if image else ""
