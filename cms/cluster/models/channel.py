"""A channel (栏目): a place in the tree of a site that lists content or is one page of text."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import PanelPlaceholder

from cms.cluster.channel_types import UPDATE_DAYS, ChannelType
from cms.core.models import BasePage
from cms.core.panels import FieldPanel, MultiFieldPanel
from cms.core.slugs import find_fault, slug_from_title


class ListStyle(models.TextChoices):
    TITLES = "titles", "标题列表"
    SUMMARIES = "summaries", "标题和摘要"
    CARDS = "cards", "图文卡片"
    BLOCKS = "blocks", "按子栏目分块"
    DOCUMENTS = "documents", "政策文件表"
    GUIDES = "guides", "办事事项"
    PEOPLE = "people", "人物"
    PAGE = "page", "单页（只有栏目说明）"


class ChannelPage(BasePage):
    """Description, keywords and type are mandatory: they become the page standard's column tags."""

    type = models.CharField("栏目类别", max_length=20, choices=ChannelType.choices)
    description = models.CharField("栏目描述", max_length=100, help_text="一句话说明栏目的用途和内容，不超过 100 字。")
    keywords = models.CharField("栏目关键词", max_length=200, help_text="用逗号隔开。")
    update_days = models.PositiveIntegerField(
        "更新期限（天）", null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="超过这些天没有新内容即为更新不及时；不填则按栏目类别取默认值。",
    )
    exempt_reason = models.CharField(
        "不要求更新的理由", max_length=100, blank=True, help_text="静态栏目填写，例如“内容长期有效”；填写后不检查更新。"
    )
    list_style = models.CharField("列表样式", max_length=20, choices=ListStyle.choices, default=ListStyle.TITLES)
    in_navigation = models.BooleanField("显示在导航中", default=True)
    intro = RichTextField(
        "栏目说明", blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"],
        help_text="“单页”样式的正文；其他样式显示在列表上方。",
    )
    contact = models.CharField("栏目负责人及电话", max_length=100, blank=True, help_text="只在后台可见。")

    parent_page_types = ["cluster.HomePage", "cluster.ChannelPage"]

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("type"), FieldPanel("description"), FieldPanel("keywords")], heading="栏目标签（必填）"
        ),
        MultiFieldPanel([FieldPanel("list_style"), FieldPanel("in_navigation"), FieldPanel("intro")], heading="页面"),
        MultiFieldPanel(
            [FieldPanel("update_days"), FieldPanel("exempt_reason"), FieldPanel("contact")], heading="内容保障"
        ),
    ]
    promote_panels: list[PanelPlaceholder] = []

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"

    def make_slug(self) -> str:
        return slug_from_title(self.title)

    def clean(self) -> None:
        super().clean()
        fault = find_fault(self.slug) if self.slug else ""
        if fault:
            raise ValidationError(f"栏目“{self.title}”的地址“{self.slug}”不可用：{fault}")
        if self.update_days is None and not self.exempt_reason:
            self.update_days = UPDATE_DAYS.get(self.type)
