"""Documents out of the database: what is published, as an index takes it in."""

import math
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from django.conf import settings

from cms.export.context import ExportContext
from cms.export.pages import export_contents
from cms.export.sites import export_channels
from cms.records import Content, MediaFile, digest
from cms.records.tree import drop_orphans
from search.analysis import entry_of
from search.documents import Document, Surroundings, document_of
from search.entries import Entry
from search.project import attachments

NO_TEXT = ("image/", "video/")  # not worth looking at


class Source:
    """Reads sites, channels and organisations once, pages as they are asked for; use it in a transaction that sees one moment.

    All in all it waits `patience` seconds for attachments that are still to be read. `unread` are the pages that came without some.
    """

    def __init__(self, patience: float = math.inf) -> None:
        self.unread: set[int] = set()
        self._patience = patience
        self._context = ExportContext()
        self._attachments = attachments()
        self._organisations = {row["key"]: row["name"] for row in self._context.organisations.values()}
        self._channels = drop_orphans(export_channels(self._context), self._context.profiles)

    @property
    def sites(self) -> tuple[str, ...]:
        """Return the keys of the sites that are published, in order."""
        return tuple(sorted(self._context.profiles))

    def place_of(self, channel: int) -> tuple[str, str] | None:
        """Return the site and the path of a channel that is published."""
        found = self._channels.get(channel)
        return (found.site, found.path) if found else None

    def documents(self, numbers: Collection[int] | None = None) -> Iterator[Document]:
        """Yield the documents of some pages, or of all, one by one."""
        for record in export_contents(self._context, numbers):
            document = self._document(record)
            self._forget_files()
            if document is not None:
                yield document

    def entries(self, numbers: Collection[int]) -> Iterator[tuple[int, Entry]]:
        """Yield the entries of some pages by id; what is not published has none."""
        return ((document.id, entry_of(document)) for document in self.documents(numbers)) if numbers else iter(())

    def all_entries(self) -> Iterator[Entry]:
        """Yield the entries of all pages."""
        return map(entry_of, self.documents())

    def differing(self, numbers: Collection[int], known: Mapping[int, str]) -> tuple[set[int], dict[int, Entry]]:
        """Return which of some pages there are, and the entries of those that differ from what is known by id.

        What is known stays while an attachment is still to be read: perhaps its text is among it.
        """
        there: set[int] = set()
        changed: dict[int, Entry] = {}
        for document in self.documents(numbers) if numbers else ():
            there.add(document.id)
            if document.id in self.unread and document.id in known:
                continue
            if known.get(document.id) != digest(document).hex():
                changed[document.id] = entry_of(document)
        return there, changed

    def without_text(self) -> Iterator[tuple[Content, str, str]]:
        """Yield the pages with files that nothing is found in: the page, the file and why; nothing is read for that."""
        for record in export_contents(self._context):
            for file in self._files(record):
                extract = self._attachments.known(Path(settings.MEDIA_ROOT) / file.source)
                reason = extract.reason if extract else "还没有读"
                if reason:
                    yield record, file.source, reason
            self._forget_files()

    def _attached(self, record: Content) -> str:
        """Return the text of the files of a page."""
        began = time.monotonic()
        texts = []
        for file in self._files(record):
            text = self._attachments.text(Path(settings.MEDIA_ROOT) / file.source, began + self._patience - time.monotonic())
            if text is None:
                self.unread.add(record.id)
            texts.append(text)
        self._patience -= time.monotonic() - began
        return "\n".join(filter(None, texts))

    def _files(self, record: Content) -> list[MediaFile]:
        """Return the files that hang on a page, then those that its body names.

        Where their bytes are was noted while it was exported.
        """
        names = dict.fromkeys([*(attachment.path for attachment in record.attachments), *record.media])
        return [file for name in names if (file := self._context.files.get(name)) and not file.type.startswith(NO_TEXT)]

    def _forget_files(self) -> None:
        """What is noted of files is for whoever copies them; over all pages it would fill the memory."""
        self._context.files.clear()
        self._context.originals.clear()

    def _document(self, record: Content) -> Document | None:
        channel = self._channels.get(record.channel)
        if channel is None:  # it, or one above it, is not published
            return None
        above = [channel.id]
        while (parent := self._channels[above[-1]].parent) is not None:
            above.append(parent)
        return document_of(record, Surroundings(
            base_url=self._context.base_url(record.site), channels=tuple(reversed(above)), channel_title=channel.title,
            organisations=self._organisations, attachments=self._attached(record),
        ))
