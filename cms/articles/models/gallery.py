"""A picture gallery (图集)."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.core.models import ContentPage
from cms.core.panels import FieldPanel, InlinePanel


class GalleryPage(ContentPage):
    content_panels = [
        *ContentPage.content_panels,
        InlinePanel("pictures", heading="图片", label="图片", min_num=1),
        FieldPanel("body"),
        FieldPanel("source"),
    ]

    class Meta:
        verbose_name = "图集"
        verbose_name_plural = "图集"


class GalleryPicture(Orderable):
    page = ParentalKey(GalleryPage, related_name="pictures", on_delete=models.CASCADE)
    image = models.ForeignKey("media.CustomImage", verbose_name="图片", on_delete=models.CASCADE, related_name="+")
    caption = models.CharField("图片说明", max_length=200, blank=True, help_text="不填则用图片自己的说明。")

    panels = [FieldPanel("image"), FieldPanel("caption")]

    class Meta(Orderable.Meta):
        verbose_name = "图集图片"
        verbose_name_plural = "图集图片"

    def __str__(self) -> str:
        return self.caption or str(self.image)
