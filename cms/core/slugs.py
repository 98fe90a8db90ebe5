"""Slugs that nobody types: a channel's comes from its title, a page's from chance."""

import re
import secrets

from django.utils.text import slugify
from wagtail.models import Page

LONGEST = 20
MONTH = re.compile(r"^\d{6}$")
CHANNEL_SLUG = re.compile(r"^[a-z0-9][a-z0-9_-]*$")


def slug_from_title(title: str) -> str:
    """Return the title's pinyin, or the initials where that would be long."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries take a fifth of a second to load

    full = slugify("".join(lazy_pinyin(title)))
    slug = full if len(full) <= LONGEST else slugify("".join(lazy_pinyin(title, style=Style.FIRST_LETTER)))
    slug = slug[:LONGEST].strip("-_") or "channel"
    return f"c{slug}" if MONTH.match(slug) else slug


def find_fault(slug: str) -> str:
    """Return what is wrong with a channel's slug as part of an address, or an empty string."""
    if not CHANNEL_SLUG.match(slug):
        return "地址段只能用小写字母、数字、连字符和下划线，并以字母或数字开头。"
    if MONTH.match(slug):
        return "地址段不能是六位数字，它们留给按月存放的文章。"
    return ""


def random_slug() -> str:
    """Return a slug that no other page has; the public address does not contain it."""
    return f"p{secrets.token_hex(8)}"


def free_slug(slug: str, parent: Page, page: Page | None = None) -> str:
    """Return the slug, with a number behind it if a child of the parent other than `page` has it already."""
    siblings = parent.get_children()
    if page is not None and page.pk:
        siblings = siblings.exclude(pk=page.pk)
    candidate, number = slug, 1
    while siblings.filter(slug=candidate).exists():
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
