"""A topic page (专题): what several channels have on one matter."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.blocks import PageChooserBlock
from wagtail.models import Orderable

from cms.core.fields import StreamField
from cms.core.models import ContentPage
from cms.core.panels import FieldPanel, InlinePanel, MultiFieldPanel


class TopicPage(ContentPage):
    archived = models.DateField(
        "归档日期", null=True, blank=True, help_text="填写后页面显示“已归档”，不再检查更新。"
    )

    content_panels = [
        *ContentPage.content_panels,
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("body")], heading="导语"),
        InlinePanel("sections", heading="版块", label="版块"),
        FieldPanel("source"),
        FieldPanel("archived"),
    ]

    class Meta:
        verbose_name = "专题"
        verbose_name_plural = "专题"


class TopicSection(Orderable):
    """The newest of a channel, or pages that the editor chose, under a heading."""

    page = ParentalKey(TopicPage, related_name="sections", on_delete=models.CASCADE)
    title = models.CharField("版块标题", max_length=40)
    channel = models.ForeignKey(
        "cluster.ChannelPage", verbose_name="取自栏目", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )
    items = StreamField([("page", PageChooserBlock(label="页面"))], blank=True, verbose_name="指定的页面")
    count = models.PositiveSmallIntegerField(
        "条数", default=6, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )

    panels = [FieldPanel("title"), FieldPanel("channel"), FieldPanel("count"), FieldPanel("items")]

    class Meta(Orderable.Meta):
        verbose_name = "专题版块"
        verbose_name_plural = "专题版块"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not self.channel_id and not self.items:
            raise ValidationError(f"版块“{self.title}”：请选择一个栏目，或者指定页面。")
