"""The pictures beside an import file."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from cms.accounts.roles import ensure_collection
from cms.cluster.models import SiteProfile
from cms.media.models import CustomImage
from cms.media.upload_checks import check_image

StoredPictures = dict[tuple[str, str], int]


class PictureError(Exception):
    """A picture that cannot be imported; the message says which and why."""


@dataclass(slots=True)
class Picture:
    """A checked picture file; `digest` is the hash that the image library knows pictures by."""

    path: Path
    digest: str
    alt: str = ""


class PictureFolder:
    """Finds and checks the pictures in the folder of the import file, each once."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.resolve() if folder else None
        self._digests: dict[Path, str] = {}

    def find(self, source: str) -> Picture:
        """Return the picture that an `<img src>` names, or raise a PictureError."""
        path = self._locate(source)
        if path not in self._digests:
            self._digests[path] = _check(path)
        return Picture(path, self._digests[path])

    def _locate(self, source: str) -> Path:
        shown = source[:60]
        try:
            parts = urlsplit(source.replace("\\", "/"))
        except ValueError as error:
            raise PictureError(f"图片地址“{shown}”无效") from error
        if not source:
            raise PictureError("图片没有地址")
        if parts.scheme or parts.netloc:
            raise PictureError(f"去除了外部图片“{shown}”")
        if self._folder is None:
            raise PictureError(f"找不到图片“{shown}”")
        try:
            path = (self._folder / unquote(parts.path)).resolve()
            is_there = path.is_relative_to(self._folder) and path.is_file()
        except (OSError, ValueError) as error:
            raise PictureError(f"图片地址“{shown}”无效") from error
        if not is_there:
            raise PictureError(f"找不到图片“{shown}”")
        return path


def _check(path: Path) -> str:
    try:
        with path.open("rb") as file:
            check_image(File(file, name=path.name))
            return sha1(file.read(), usedforsecurity=False).hexdigest()
    except ValidationError as error:
        raise PictureError("；".join(message.rstrip("。") for message in error.messages)) from error
    except OSError as error:
        raise PictureError(f"读不了图片“{path.name}”：{error.strerror}") from error


def find_stored(digests: Iterable[str]) -> StoredPictures:
    """Return the ids of stored pictures by the name of the site's collection and the hash."""
    wanted = set(digests)
    if not wanted:
        return {}
    rows = CustomImage.objects.filter(file_hash__in=wanted).order_by("-id")
    return {(owner, digest): pk for pk, owner, digest in rows.values_list("id", "collection__name", "file_hash")}


def store_picture(picture: Picture, profile: SiteProfile) -> CustomImage:
    """Put a picture into its site's part of the image library."""
    image = CustomImage(
        title=picture.alt[:255] or picture.path.stem, alt=picture.alt, collection=ensure_collection(profile),
        file=ContentFile(picture.path.read_bytes(), name=picture.path.name),
    )
    image._set_image_file_metadata()
    image.save()
    return image
