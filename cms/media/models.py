"""Pictures and files that editors upload."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index
from wagtail.utils.file import hash_filelike

from cms.core.endings import endings
from cms.media.file_facts import count_pages, sha256_of
from cms.media.upload_checks import check_document, check_image


def is_new(file: FieldFile) -> bool:
    """Whether a form has just brought this file, so that its content has to be looked at."""
    return bool(file) and not file._committed


@contextmanager
def field_errors(name: str) -> Iterator[None]:
    """Show what the checks find beside the field that it is about."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error


class CustomImage(AbstractImage):
    """A picture with the text alternative that every page must show."""

    alt = models.CharField(
        "描述", max_length=120, default="", blank=False,
        help_text="用一句话说出画面内容，供读屏软件和图片打不开时使用。",
    )
    caption = models.CharField("图片说明", max_length=200, blank=True, help_text="显示在图片下方。")
    credit = models.CharField("摄影或来源", max_length=100, blank=True)

    search_fields = [*AbstractImage.search_fields, index.AutocompleteField("title_endings")]
    admin_form_fields = (
        "title", "file", "alt", "caption", "credit", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"

    def clean(self) -> None:
        super().clean()
        if is_new(self.file):
            with field_errors("file"):
                check_image(self.file)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The public files are named by this digest, so a picture that comes another way than the form needs it too.
        if self.file and (is_new(self.file) or not self.file_hash):
            self.file.seek(0)
            self.file_hash: str = hash_filelike(self.file)
            self.file.seek(0)
        super().save(*args, **kwargs)

    def title_endings(self) -> str:
        return endings(f"{self.title} {self.alt}")

    @property
    def default_alt_text(self) -> str:
        return self.alt or self.title


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    """A file with the digest that mirrors publish and, for PDFs, the number of pages."""

    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    pages = models.PositiveIntegerField("页数", default=0, editable=False)

    search_fields = [*AbstractDocument.search_fields, index.AutocompleteField("title_endings")]
    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "文件"
        verbose_name_plural = "文件"

    def clean(self) -> None:
        super().clean()
        if is_new(self.file):
            with field_errors("file"):
                check_document(self.file)

    def title_endings(self) -> str:
        return endings(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and (is_new(self.file) or not self.sha256):
            self.sha256 = sha256_of(self.file)
            self.pages = count_pages(self.file) if PurePath(self.file.name).suffix.lower() == ".pdf" else 0
        super().save(*args, **kwargs)
