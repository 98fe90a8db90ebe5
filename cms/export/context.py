"""What an export looks up while it turns rows into records; everything is read in a few queries, once."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from wagtail.models import Page, PageViewRestriction

from cms.accounts.models import Organisation
from cms.cluster.models import ChannelPage, SiteProfile
from cms.export.rich_text import expand
from cms.media.models import CustomDocument, CustomImage
from cms.media.renditions import Original, renditions_of, source_of
from cms.publishing.days import day_of_export
from cms.records import Attachment, Image, MediaFile
from cms.records.addresses import content_address

TYPES = {
    "pdf": "application/pdf", "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip",
    "ppt": "application/vnd.ms-powerpoint", "txt": "text/plain", "csv": "text/csv", "mp4": "video/mp4",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", "ofd": "application/ofd",
}


class Place(NamedTuple):
    """A channel as the pages in it need to know it: id, site key, path on the mirror."""

    id: int
    site: str
    path: str


class ExportContext:
    """Looks up places, pictures and files, and notes which files a record uses.

    `day` is the one as of which records are made: today unless it is given.
    """

    def __init__(self, day: date | None = None) -> None:
        self._given_day = day
        self.originals: set[Original] = set()
        self.files: dict[str, MediaFile] = {}
        self._used: dict[str, None] = {}

    @cached_property
    def day(self) -> date:
        return self._given_day or day_of_export()

    # Where pages are

    @cached_property
    def profiles(self) -> dict[str, dict[str, Any]]:
        """Return site key → the tree path of its home page and its host, of the sites whose home page is live."""
        rows = SiteProfile.objects.filter(site__root_page__live=True).values(
            "key", "site__hostname", "site__root_page__path", "site__root_page_id"
        )
        return {row["key"]: row for row in rows}

    @cached_property
    def restricted(self) -> tuple[str, ...]:
        """Return the tree paths of pages that are private, each with all below it."""
        return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))

    def is_private(self, path: str) -> bool:
        """Return whether the page at a tree path, or one above it, is private."""
        return bool(self.restricted) and path.startswith(self.restricted)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Return tree path → place for every channel, published or not: addresses need those above, too."""
        roots = {row["site__root_page__path"]: (key, "") for key, row in self.profiles.items()}
        above: dict[str, tuple[str, str]] = dict(roots)
        found: dict[str, Place] = {}
        for number, path, slug in ChannelPage.objects.order_by("path").values_list("id", "path", "slug"):
            parent = above.get(path[:-4])
            if parent is not None:
                site, prefix = parent
                place = Place(number, site, f"{prefix}/{slug}" if prefix else slug)
                found[path] = place
                above[path] = (site, place.path)
        return found

    @cached_property
    def organisations(self) -> dict[int, Mapping[str, Any]]:
        return {row["id"]: row for row in Organisation.objects.values("id", "key", "name", "short_name")}

    @cached_property
    def _originals(self) -> dict[int, Place]:
        """Return the places of the pages that aliases (引用) stand for."""
        rows = Page.objects.filter(aliases__isnull=False).distinct().values_list("id", "path")
        return {number: self.places[path[:-4]] for number, path in rows if path[:-4] in self.places}

    def canonical(self, original: int, published: str) -> str:
        """Return the absolute address of the page that an alias stands for; both were published at the same time."""
        place = self._originals.get(original)
        return self.base_url(place.site) + content_address(place.path, published, original) if place else ""

    def base_url(self, site: str) -> str:
        return str(settings.PUBLIC_BASE_URL_PATTERN).format(host=self.profiles[site]["site__hostname"])

    # What a record uses

    def begin(self) -> None:
        """Forget what the last record used."""
        self._used = {}

    def used(self) -> tuple[str, ...]:
        """Return the addresses of the files that the record at hand uses, in order."""
        return tuple(sorted(self._used))

    @cached_property
    def _images(self) -> dict[int, Mapping[str, Any]]:
        names = ("id", "title", "file", "width", "height", "file_hash", "alt", "caption", "credit")
        return {row["id"]: row for row in CustomImage.objects.values(*names)}

    @cached_property
    def _documents(self) -> dict[int, Mapping[str, Any]]:
        names = ("id", "title", "file", "file_size", "sha256", "pages")
        return {row["id"]: row for row in CustomDocument.objects.values(*names)}

    def image(self, image_id: int | None, *, alt: str = "", caption: str = "") -> Image | None:
        """Return a picture by id; None if it is gone."""
        row = self._images.get(image_id or 0)
        if row is None:
            return None
        original = Original(row["file"], row["file_hash"], row["width"], row["height"])
        renditions = renditions_of(original)
        self.originals.add(original)
        for rendition in renditions:
            self._use(MediaFile(path=rendition.path, source=source_of(rendition.path), type=rendition.type))
        return Image(
            alt=alt or row["alt"] or row["title"], renditions=renditions, caption=caption or row["caption"],
            credit=row["credit"],
        )

    def attachment(self, document_id: int | None, *, title: str = "") -> Attachment | None:
        """Return a file by id; None if it is gone."""
        row = self._documents.get(document_id or 0)
        if row is None:
            return None
        extension = row["file"].rpartition(".")[2].lower()
        path = f"/_files/{row['sha256'][:16]}.{extension}"
        kind = TYPES.get(extension, "application/octet-stream")
        self._use(MediaFile(path=path, source=row["file"], type=kind))
        words = title or row["title"]
        filename = words if words.lower().endswith(f".{extension}") else f"{words}.{extension}"
        return Attachment(
            title=words, path=path, filename=filename, type=kind, size=row["file_size"] or 0, sha256=row["sha256"],
            pages=row["pages"],
        )

    def attachments(self, rows: Iterable[Mapping[str, Any]]) -> tuple[Attachment, ...]:
        """Return the files that hang on a page, from rows with `document_id` and `title`."""
        found = (self.attachment(row["document_id"], title=row["title"]) for row in rows)
        return tuple(file for file in found if file)

    def rich_text(self, html: str) -> str:
        return expand(html, self)

    def page_link(self, page_id: int) -> str:
        return f"ref:{page_id}"

    def _use(self, file: MediaFile) -> None:
        self.files[file.path] = file
        self._used[file.path] = None
