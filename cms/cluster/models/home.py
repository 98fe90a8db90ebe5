"""The home page of a site: which channels it shows, and where."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, PanelPlaceholder

from cms.cluster.models.channel import ChannelPage
from cms.cluster.slots import slot_choices
from cms.core.models import BasePage
from cms.core.panels import FieldPanel, InlinePanel, PageChooserPanel
from cms.core.slugs import slug_from_title


class HomePage(BasePage):
    """One for each site, directly below the root of the tree."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cluster.ChannelPage"]

    content_panels = [*BasePage.content_panels, InlinePanel("blocks", heading="首页版块", label="版块")]
    promote_panels: list[PanelPlaceholder] = []

    class Meta:
        verbose_name = "站点首页"
        verbose_name_plural = "站点首页"

    def make_slug(self) -> str:
        return slug_from_title(self.title)


class HomeBlock(Orderable):
    """A block of the home page: the newest of a channel in a slot of the theme."""

    page = ParentalKey(HomePage, related_name="blocks", on_delete=models.CASCADE)
    slot = models.CharField("位置", max_length=30, choices=slot_choices)
    title = models.CharField("版块标题", max_length=30)
    channel = models.ForeignKey(ChannelPage, verbose_name="栏目", on_delete=models.CASCADE, related_name="+")
    count = models.PositiveSmallIntegerField(
        "条数", default=8, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )

    panels = [
        FieldPanel("slot"), FieldPanel("title"), PageChooserPanel("channel", "cluster.ChannelPage"),
        FieldPanel("count"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "首页版块"
        verbose_name_plural = "首页版块"

    def __str__(self) -> str:
        return f"{self.get_slot_display()}：{self.title}"
