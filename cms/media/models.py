"""Pictures and files that editors upload."""

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition


class CustomImage(AbstractImage):
    """A picture with the text alternative that every page must show."""

    alt = models.CharField(
        "描述", max_length=120, default="", blank=False,
        help_text="用一句话说出画面内容，供读屏软件和图片打不开时使用。",
    )
    caption = models.CharField("图片说明", max_length=200, blank=True, help_text="显示在图片下方。")
    credit = models.CharField("摄影或来源", max_length=100, blank=True)

    admin_form_fields = (
        "title", "file", "alt", "caption", "credit", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"

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

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "文件"
        verbose_name_plural = "文件"
