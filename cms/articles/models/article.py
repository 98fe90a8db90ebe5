"""News and notices, the most frequent content."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase

from cms.core.models import Attachment, ContentPage
from cms.core.panels import FieldPanel, InlinePanel, MultiFieldPanel


class Genre(models.TextChoices):
    NEWS = "news", "新闻"
    NOTICE = "notice", "公告"


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("articles.ArticlePage", related_name="tagged_items", on_delete=models.CASCADE)


# Nobody asks Wagtail where a tag is used, and two notes for every article make saving slow.
ArticleTag._meta.get_field("tag").wagtail_reference_index_ignore = True


class ArticlePage(ContentPage):
    genre = models.CharField("类别", max_length=10, choices=Genre.choices, default=Genre.NEWS)
    subtitle = models.CharField("副标题", max_length=150, blank=True)
    editor = models.CharField("责任编辑", max_length=50, blank=True)
    tags = ClusterTaggableManager("标签", through=ArticleTag, blank=True)

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("editor"), FieldPanel("lead_image")], heading="来源与题图"),
        InlinePanel("attachments", heading="附件", label="附件"),
    ]
    promote_panels = [
        MultiFieldPanel([FieldPanel("genre"), FieldPanel("subtitle"), FieldPanel("tags")], heading="分类"),
        *ContentPage.promote_panels,
    ]

    class Meta:
        verbose_name = "文章"
        verbose_name_plural = "文章"


class ArticleAttachment(Attachment):
    page = ParentalKey(ArticlePage, related_name="attachments", on_delete=models.CASCADE)

    class Meta(Attachment.Meta):
        abstract = False
