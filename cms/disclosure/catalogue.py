"""The disclosure catalogue (政府信息公开目录) as entries, made from the same records as the pages of the mirrors."""

from collections.abc import Iterable, Iterator
from itertools import islice

from wagtail.models import Page

from cms.disclosure.catalogue_selection import Selection, select_documents
from cms.export.context import ExportContext
from cms.export.pages import export_contents
from cms.publishing.models import PublishedAddress
from cms.records import DocumentRecord
from cms.records.catalogue import CatalogueEntry, Published, entry_of

AT_ONCE = 500  # documents in memory at a time


class EntryContext(ExportContext):
    """For entries, which show neither pictures nor files: their tables are not read, and none is remembered."""

    def image(self, image_id: int | None, *, alt: str = "", caption: str = "") -> None:
        return None

    def attachment(self, document_id: int | None, *, title: str = "") -> None:
        return None


def catalogue(chosen: Selection, context: EntryContext) -> Iterator[CatalogueEntry]:
    """Yield the entries of all chosen documents, the newest first; of a long list only the ids are in memory."""
    numbers = select_documents(chosen, context.day).order_by("-published_at", "-pk").values_list("pk", flat=True)
    return entries_of(list(numbers), context)


def entries_of(numbers: Iterable[int], context: EntryContext) -> Iterator[CatalogueEntry]:
    """Yield the entries of some documents in the given order; the number of queries is the same for each five hundred."""
    rest = iter(numbers)
    while part := list(islice(rest, AT_ONCE)):
        records = {each.id: each for each in export_contents(context, part) if isinstance(each, DocumentRecord)}
        pages = _published({relation.target for each in records.values() for relation in each.relations}, context)
        for number in part:
            if record := records.get(number):  # one that was withdrawn meanwhile is none any more
                yield entry_of(record, context.base_url(record.site), pages)


def _published(numbers: Iterable[int], context: EntryContext) -> dict[int, Published]:
    """Return what of some pages readers can open."""
    places = PublishedAddress.objects.filter(pk__in=list(numbers)).values_list("pk", "site", "path")
    found = {number: (site, path) for number, site, path in places if site in context.profiles}
    titles = Page.objects.filter(pk__in=found).values_list("pk", "title")
    return {
        number: Published(title, context.base_url(found[number][0]) + found[number][1]) for number, title in titles
    }
