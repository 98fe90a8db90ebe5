"""Pictures and files as records: what a page shows, and where the bytes come from."""

from cms.records.base import Record


class Rendition(Record, frozen=True, kw_only=True):
    """One file of a picture. `path` is its address on the mirror, e.g. `/_img/3fa9c1d2e0-640.webp`."""

    path: str
    width: int
    height: int
    type: str = "image/webp"


class Image(Record, frozen=True, kw_only=True):
    """A picture with its text alternative; renditions from narrow to wide, never empty."""

    alt: str
    renditions: tuple[Rendition, ...]
    caption: str = ""
    credit: str = ""

    @property
    def largest(self) -> Rendition:
        return self.renditions[-1]


class Attachment(Record, frozen=True, kw_only=True):
    """A file to download. `path` is its address on the mirror, `size` in bytes, `sha256` in hex."""

    title: str
    path: str
    filename: str
    type: str
    size: int
    sha256: str
    pages: int = 0


class MediaFile(Record, frozen=True, kw_only=True, tag_field="kind", tag="media"):
    """Where the bytes of `path` on the mirror are: `source`, relative to the media folder.

    The path carries a digest of the content, so equal paths mean equal bytes.
    """

    path: str
    source: str
    type: str
