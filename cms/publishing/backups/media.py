"""Pictures and files as they were uploaded: which the database names, and how they are kept."""

from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import FileField

from cms.publishing.backups.checked import digest_of, fetch_checked, write_checked
from cms.publishing.backups.errors import BackupError
from cms.publishing.backups.manifest import File
from cms.publishing.backups.places import Place

_Mark = tuple[int, int, int]  # what differs when another file has come under the same name
OBJECTS = "objects/"
MODE = 0o644  # as uploads are: nginx serves the pictures of the admin


def object_name(sha256: str) -> str:
    return f"{OBJECTS}{sha256[:2]}/{sha256}"


def names_in_database() -> list[str]:
    """Return every file below the media folder that the database names, whatever the model."""
    found: set[str] = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                found.update(model._default_manager.order_by().values_list(field.attname, flat=True).distinct())
    return sorted(found - {""})


class MediaStore:
    """The media files of all backups in a place: each content once, however many backups and names it has.

    What was kept once in this run is not read again, and stays kept if an editor deletes it meanwhile.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._there = place.names(OBJECTS)
        self._kept: dict[str, tuple[_Mark, File]] = {}
        self.added = 0

    def keep(self, names: Iterable[str]) -> tuple[list[File], set[str]]:
        """Take over what is new; return all files, and the names of those that are nowhere."""
        kept, missing = [], set()
        for name in names:
            try:
                kept.append(self._keep(name))
            except FileNotFoundError:
                if name in self._kept:
                    kept.append(self._kept[name][1])
                else:
                    missing.add(name)
        return kept, missing

    def _keep(self, name: str) -> File:
        source = Path(settings.MEDIA_ROOT) / name
        mark = _mark_of(source)
        if name not in self._kept or self._kept[name][0] != mark:
            self._kept[name] = mark, self._take(name, source)
        return self._kept[name][1]

    def _take(self, name: str, source: Path) -> File:
        sha256, size = digest_of(source), source.stat().st_size
        place = object_name(sha256)
        if self._there.get(place) != size:
            try:
                write_checked(self._place, place, source, sha256)
            except BackupError:
                if not source.exists():
                    raise FileNotFoundError(name) from None
                raise
            self._there[place] = size
            self.added += 1
        return File(name, sha256, size)


def _mark_of(file: Path) -> _Mark:
    status = file.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def fetch_media(place: Place, files: Iterable[File], folder: Path) -> None:
    """Copy media files into a folder, each checked."""
    for file in files:
        to = (folder / file.path).resolve()
        if not to.is_relative_to(folder.resolve()):
            raise BackupError(f"备份清单中的路径不在媒体目录内：{file.path}")
        fetch_checked(place, object_name(file.sha256), file.sha256, to, mode=MODE)
