"""Writes the drawn pictures and the annexes, once each: a second run finds them by their titles."""

from collections.abc import Iterable

from django.core.files.base import ContentFile

from cms.media.models import CustomDocument, CustomImage
from content_fixtures.annexes import annexes, draw_pdf
from content_fixtures.markup import Part
from content_fixtures.pictures.catalogue import drawings
from content_fixtures.plans import DocumentPlan
from content_fixtures.sizes import Size

CREDIT = "程序绘制的示意图"


def write_pictures(names: Iterable[str], size: Size, seed: int) -> dict[str, int]:
    """Return the ids of the pictures by name, drawing those that are not there yet."""
    known = dict(CustomImage.objects.values_list("title", "id"))
    catalogue = drawings()
    for name in sorted(set(names) - known.keys()):
        drawing = catalogue[name]
        image = CustomImage(title=name, alt=drawing.alt, credit=CREDIT)
        image.file = ContentFile(drawing.bytes(size.picture_width, seed), name=f"{name}.jpg")
        image.file_size = image.file.size
        image.save()
        known[name] = image.pk
    return known


def write_annexes(names: Iterable[str]) -> dict[str, int]:
    """Return the ids of the annexes by name, drawing those that are not there yet."""
    catalogue = annexes()
    by_title = dict(CustomDocument.objects.values_list("title", "id"))
    found = {}
    for name in sorted(set(names)):
        entry = catalogue[name]
        if entry["title"] not in by_title:
            document = CustomDocument(title=entry["title"])
            document.file = ContentFile(draw_pdf(entry), name=f"{name}.pdf")
            document.file_size = document.file.size
            document.save()
            by_title[entry["title"]] = document.pk
        found[name] = by_title[entry["title"]]
    return found


def write_originals(plans: Iterable[DocumentPlan]) -> dict[str, int]:
    """Return the ids of the files with documents as signed, by slug, drawing those that are not there yet."""
    by_title = dict(CustomDocument.objects.values_list("title", "id"))
    found = {}
    for plan in sorted(plans, key=lambda plan: plan.slug):
        title = f"{plan.title}（原件 {plan.slug}）"
        if title not in by_title:
            document = CustomDocument(title=title)
            values = plan.values
            lines = [values["number"], values["addressee"], *map(plain_text, plan.parts), values["signature"], plan.created.isoformat()]
            data = draw_pdf({"title": plan.title, "notes": "\n".join(filter(None, lines))})
            document.file = ContentFile(data, name=f"original-{plan.slug}.pdf")
            document.file_size = document.file.size
            document.save()
            by_title[title] = document.pk
        found[plan.slug] = by_title[title]
    return found


def plain_text(part: Part) -> str:
    """Return the words of a part of a text, a line for each paragraph or row."""
    return "\n".join([part.caption, *part.lines, *("　".join(row) for row in part.rows)]).strip()
