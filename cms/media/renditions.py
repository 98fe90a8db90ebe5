"""The files of a picture that the public sees: a few widths of WebP, named by the digest of the original.

They are made straight with Pillow, without a database row each, when an export first needs them. The name says which
picture, which crop and which width, so a file that is there is right and is never made twice.
"""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from PIL import Image as Picture, ImageOps

from cms.records import Rendition

FOLDER = "public"  # below the media folder
WIDTHS = (320, 640, 960, 1600)
QUALITY = 80
VERSION = "1"  # part of every name: raise it when the way of making changes


@dataclass(frozen=True)
class Original:
    """A picture as it was uploaded: `file` below the media folder, `digest` of its bytes in hex."""

    file: str
    digest: str
    width: int
    height: int


def renditions_of(original: Original) -> tuple[Rendition, ...]:
    """Return the files of a picture, from narrow to wide; none is wider than the original."""
    widths = [width for width in WIDTHS if width < original.width]
    if len(widths) < len(WIDTHS):
        widths.append(original.width)
    return tuple(
        Rendition(
            path=f"/_img/{original.digest[:12]}{VERSION}-{width}.webp", width=width,
            height=max(1, round(original.height * width / original.width)),
        )
        for width in widths
    )


def source_of(path: str) -> str:
    """Return where the file of a rendition is, below the media folder."""
    return f"{FOLDER}/{path.rpartition('/')[2]}"


def make_renditions(originals: Iterable[Original]) -> None:
    """Make what is missing of the pictures' files. An original that cannot be read is left out: whoever needs its
    renditions will name it, with the page that shows it.
    """
    media = Path(settings.MEDIA_ROOT)
    (media / FOLDER).mkdir(parents=True, exist_ok=True)
    there = set(os.listdir(media / FOLDER))
    missing = [o for o in set(originals) if any(source_of(r.path).rpartition("/")[2] not in there for r in renditions_of(o))]
    if missing:
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            list(pool.map(lambda original: _make(media, original), missing))


def _make(media: Path, original: Original) -> None:
    try:
        with Picture.open(media / original.file) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError):
        return
    for rendition in reversed(renditions_of(original)):
        # Each width from the next wider one: as good to the eye, and much quicker than from the original.
        if picture.size != (rendition.width, rendition.height):
            picture = picture.resize((rendition.width, rendition.height), Picture.Resampling.LANCZOS, reducing_gap=2.0)
        place = media / source_of(rendition.path)
        temporary = place.with_suffix(f".{os.getpid()}.new")
        picture.save(temporary, "WEBP", quality=QUALITY, method=3)
        temporary.rename(place)
