"""Finds and creates tags many at a time."""

from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

from taggit.models import Tag


def ensure_tags(names: Iterable[str]) -> dict[str, Tag]:
    """Return the tags with these names, creating those that are missing."""
    wanted = dict.fromkeys(names)
    if not wanted:
        return {}
    found = {tag.name: tag for tag in Tag.objects.filter(name__in=wanted)}
    missing = {name: Tag().slugify(name) or "tag" for name in wanted if name not in found}
    if missing:
        taken = set(Tag.objects.filter(slug__in=missing.values()).values_list("slug", flat=True))
        for name, slug in missing.items():
            # Two names may have the same slug; its number then comes from the name.
            free = slug if slug not in taken else f"{slug[:80]}_{uuid5(NAMESPACE_URL, name).hex[:12]}"
            taken.add(free)
            missing[name] = free
        Tag.objects.bulk_create(Tag(name=name, slug=slug) for name, slug in missing.items())
        found |= {tag.name: tag for tag in Tag.objects.filter(name__in=missing)}
    return found
